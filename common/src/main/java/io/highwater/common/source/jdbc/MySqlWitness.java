package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What MySQL and MariaDB tell. Running statements are asked for before transactions, because a statement takes its time
 * before its transaction begins: one that ends in between has either committed or left a transaction to be seen. Both tell
 * whole seconds, and a statement is a little older than the transaction it begins, so each is taken to have begun
 * {@link #ALLOWANCE} earlier; a statement that waited longer than that for a table to be released is older than can be
 * seen once it is over.
 *
 * <p>Readings of ours do not count: queries of this user that bear our mark and have written nothing.
 */
record MySqlWitness(Connection connection) implements Witness {
    /** How much earlier than it says a statement or a transaction is taken to have begun. */
    static final Duration ALLOWANCE = Duration.ofSeconds(1);

    private static final int NEEDS_PROCESS = 1227;
    private static final int MOST_COPIES = 20;
    private static final int LOOKS = 35;

    private static final String CLOCK = "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)";

    private static final String STATEMENTS = "SELECT ID, USER, CAST(UTC_TIMESTAMP(6) AS CHAR), TIME,"
            + " USER = SUBSTRING_INDEX(USER(), '@', 1) AND INFO LIKE 'SELECT %) hw\\_rows%'"
            + " FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()";

    private static final String TRANSACTIONS = "SELECT t.trx_id, t.trx_mysql_thread_id, COALESCE(p.USER, '?'),"
            + " CAST(t.trx_started AS CHAR), t.trx_rows_modified, t.trx_mysql_thread_id = CONNECTION_ID()"
            + " FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p"
            + " ON p.ID = t.trx_mysql_thread_id";

    /** A statement of another session. */
    private record Running(long thread, String user, Instant since, Owner owner) {}

    /** A transaction. */
    private record Transaction(String id, long thread, String user, Instant since, long written, Owner owner) {
        /** One that no session holds is prepared, and waits for its second phase. */
        boolean isPrepared() {
            return thread == 0;
        }

        boolean isWriting() {
            return written > 0 || isPrepared();
        }
    }

    private enum Owner {
        US,
        OTHERS
    }

    @Override
    public Instant clock() throws SQLException {
        return Sql.rows(connection, CLOCK, row -> utc(row.getString(1))).get(0);
    }

    @Override
    public Sighting open(Sight sight) throws SQLException {
        List<String> notes = new ArrayList<>(replicaNotes());
        if (sight == Sight.OFF) {
            notes.add(NOT_LOOKED_AT);
            return new Sighting(List.of(), notes);
        }
        List<Running> statements = Sql.rows(connection, STATEMENTS, MySqlWitness::running);
        try {
            return new Sighting(seen(sight, statements, transactions()), notes);
        } catch (SQLException failure) {
            if (failure.getErrorCode() != NEEDS_PROCESS) {
                throw failure;
            }
            notes.add(withoutPrivilege());
            return new Sighting(List.of(), notes);
        }
    }

    @Override
    public int looks() {
        return LOOKS;
    }

    @Override
    public void pause() throws SQLException {
        Sql.text(connection, "SELECT SLEEP(0.02)");
    }

    private static List<Seen> seen(Sight sight, List<Running> statements, List<Transaction> transactions) {
        Set<Long> ours = statements.stream()
                .filter(running -> running.owner() == Owner.US)
                .map(Running::thread)
                .collect(Collectors.toSet());
        List<Seen> seen = new ArrayList<>();
        if (sight == Sight.ALL) {
            statements.stream()
                    .filter(running -> running.owner() == Owner.OTHERS)
                    .map(MySqlWitness::seen)
                    .forEach(seen::add);
        }
        transactions.stream()
                .filter(transaction -> transaction.owner() == Owner.OTHERS)
                .filter(transaction -> transaction.isWriting() || sight == Sight.ALL)
                .filter(transaction -> transaction.isWriting() || !ours.contains(transaction.thread()))
                .map(MySqlWitness::seen)
                .forEach(seen::add);
        return oldestOfEach(seen);
    }

    private static Seen seen(Running running) {
        String id = connection(running.thread());
        return Seen.since(id, id, running.user(), running.since());
    }

    /** The server gives a transaction another number when it begins to write, so that its session has to tell it. */
    private static Seen seen(Transaction transaction) {
        String id = transaction.isPrepared()
                ? "prepared transaction " + transaction.id()
                : connection(transaction.thread());
        return Seen.since(id, id, transaction.user(), transaction.since());
    }

    private static String connection(long thread) {
        return "connection " + thread;
    }

    private static List<Seen> oldestOfEach(List<Seen> seen) {
        return seen.stream()
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
            for (int copy = 0; copy < MOST_COPIES; copy++) {
                Sql.text(connection, "SELECT SLEEP(0.12)");
                List<Transaction> transactions = Sql.rows(connection, TRANSACTIONS, MySqlWitness::transaction);
                if (transactions.stream().anyMatch(transaction -> transaction.owner() == Owner.US)) {
                    return transactions;
                }
            }
            throw new SQLException("The server does not show this session's own transaction", "42000", NEEDS_PROCESS);
        } finally {
            Sql.run(connection, "COMMIT");
            Sql.run(connection, "SET time_zone = " + Quoting.literal(zone));
        }
    }

    private List<String> replicaNotes() throws SQLException {
        boolean readOnly = Sql.text(connection, "SELECT @@global.read_only + 0")
                .filter(value -> !value.equals("0"))
                .isPresent();
        return readOnly
                ? List.of(
                        "This server is read only: if it is a replica, the open transactions of its source, and how far"
                                + " it lags behind, are not seen" + ONLY_LAG)
                : List.of();
    }

    private String withoutPrivilege() throws SQLException {
        String user = Sql.text(connection, "SELECT CURRENT_USER()").orElseThrow();
        String quoted = "'" + user.replaceFirst("@([^@]*)$", "'@'$1'");
        return "This user may not see open transactions" + ONLY_LAG + " GRANT PROCESS ON *.* TO " + quoted
                + " would show them.";
    }

    private static Running running(ResultSet row) throws SQLException {
        Instant since = utc(row.getString(3)).minusSeconds(row.getLong(4)).minus(ALLOWANCE);
        return new Running(row.getLong(1), row.getString(2), since, row.getBoolean(5) ? Owner.US : Owner.OTHERS);
    }

    private static Transaction transaction(ResultSet row) throws SQLException {
        return new Transaction(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                utc(row.getString(4)).minus(ALLOWANCE),
                row.getLong(5),
                row.getBoolean(6) ? Owner.US : Owner.OTHERS);
    }

    private static Instant utc(String text) {
        return Instant.EPOCH.plus(CursorTexts.micros(text), ChronoUnit.MICROS);
    }
}
