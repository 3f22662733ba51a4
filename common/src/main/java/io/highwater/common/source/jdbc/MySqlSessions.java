package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sessions of a MySQL or MariaDB server that may still write. Running statements are asked for before transactions,
 * because a statement takes its time before its transaction begins: one that ends in between has either committed or left a
 * transaction to be seen. Both tell whole seconds, and a statement is a little older than the transaction it begins, so each
 * is taken to have begun {@link #ALLOWANCE} earlier; a statement that waited longer than that for a table to be released is
 * older than can be seen once it is over.
 *
 * <p>Readings of ours do not count: queries of this user that bear our mark, in transactions that have written nothing.
 */
record MySqlSessions(Connection connection) {
    /** How much earlier than it says a statement or a transaction is taken to have begun. */
    static final Duration ALLOWANCE = Duration.ofSeconds(1);

    private static final int MOST_COPIES = 20;

    private static final String STATEMENTS = "SELECT ID, USER, CAST(UTC_TIMESTAMP(6) AS CHAR), TIME,"
            + " USER = SUBSTRING_INDEX(USER(), '@', 1) AND INFO LIKE 'SELECT %) hw\\_rows%'"
            + " FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()";

    private static final String TRANSACTIONS = "SELECT t.trx_mysql_thread_id, COALESCE(p.USER, '?'),"
            + " CAST(t.trx_started AS CHAR), t.trx_rows_modified, t.trx_mysql_thread_id = CONNECTION_ID(), t.trx_id"
            + " FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p"
            + " ON p.ID = t.trx_mysql_thread_id";

    /** A statement another session runs. */
    private record Running(long thread, String user, Instant since, Owner owner) {
        Seen seen() {
            String id = "connection " + thread;
            return Seen.since(id, id, user, since);
        }
    }

    /** A transaction; one that no session holds is prepared, and waits for its second phase. */
    private record Transaction(long thread, String user, Instant since, long written, Owner owner, String number) {
        boolean isWriting() {
            return written > 0 || thread == 0;
        }

        /** The server gives a transaction another number when it begins to write, so that its session has to tell it. */
        Seen seen() {
            String id = thread == 0 ? "prepared transaction " + number : "connection " + thread;
            return Seen.since(id, id, user, since);
        }
    }

    private enum Owner {
        US,
        OTHERS
    }

    List<Seen> open(Sight sight) throws SQLException {
        List<Running> statements = Sql.rows(connection, STATEMENTS, MySqlSessions::running);
        List<Transaction> transactions = transactions().stream()
                .filter(transaction -> transaction.owner() == Owner.OTHERS)
                .toList();
        return sight == Sight.ALL ? all(statements, transactions) : writing(transactions);
    }

    private static List<Seen> writing(List<Transaction> transactions) {
        return transactions.stream()
                .filter(Transaction::isWriting)
                .map(Transaction::seen)
                .toList();
    }

    private static List<Seen> all(List<Running> statements, List<Transaction> transactions) {
        Set<Long> ours = statements.stream()
                .filter(running -> running.owner() == Owner.US)
                .map(Running::thread)
                .collect(Collectors.toSet());
        Stream<Seen> running = statements.stream()
                .filter(statement -> statement.owner() == Owner.OTHERS)
                .map(Running::seen);
        Stream<Seen> begun = transactions.stream()
                .filter(transaction -> transaction.isWriting() || !ours.contains(transaction.thread()))
                .map(Transaction::seen);
        return Stream.concat(running, begun)
                .collect(Collectors.toMap(
                        Seen::key, Function.identity(), BinaryOperator.minBy(Comparator.comparing(Seen::since))))
                .values()
                .stream()
                .toList();
    }

    /**
     * The server shows transactions from a copy it renews at most every tenth of a second. A transaction of our own, begun
     * after the clock was read, is in the copy only if the copy is newer.
     */
    private List<Transaction> transactions() throws SQLException {
        String zone = Sql.text(connection, "SELECT @@session.time_zone").orElseThrow();
        Sql.run(connection, "SET time_zone = '+00:00'");
        Sql.run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
        try {
            return inAFreshCopy();
        } finally {
            Sql.run(connection, "COMMIT");
            Sql.run(connection, "SET time_zone = " + Quoting.literal(zone));
        }
    }

    private List<Transaction> inAFreshCopy() throws SQLException {
        for (int copy = 0; copy < MOST_COPIES; copy++) {
            Sql.text(connection, "SELECT SLEEP(0.12)");
            List<Transaction> transactions = Sql.rows(connection, TRANSACTIONS, MySqlSessions::transaction);
            if (transactions.stream().anyMatch(transaction -> transaction.owner() == Owner.US)) {
                return transactions;
            }
        }
        throw new SQLException(
                "the server shows its transactions from a copy that it does not renew: others ask for them all the time",
                "HY000");
    }

    private static Running running(ResultSet row) throws SQLException {
        Instant since = utc(row.getString(3)).minusSeconds(row.getLong(4)).minus(ALLOWANCE);
        return new Running(row.getLong(1), row.getString(2), since, row.getBoolean(5) ? Owner.US : Owner.OTHERS);
    }

    private static Transaction transaction(ResultSet row) throws SQLException {
        return new Transaction(
                row.getLong(1),
                row.getString(2),
                utc(row.getString(3)).minus(ALLOWANCE),
                row.getLong(4),
                row.getBoolean(5) ? Owner.US : Owner.OTHERS,
                row.getString(6));
    }

    /** The instant of a text in UTC. */
    static Instant utc(String text) {
        return Instant.EPOCH.plus(CursorTexts.micros(text), ChronoUnit.MICROS);
    }
}
