package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.time.Micros;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL tells. Sessions are asked before prepared transactions: one that is prepared in between is seen twice, not
 * never. PostgreSQL says when a transaction was prepared but not when it began; it is taken to have begun
 * {@link #ALLOWANCE} earlier. A session whose start of transaction this user may not see is known by the lock that every
 * transaction holds on itself.
 *
 * <p>Readings of ours do not count: sessions of this user under this connection's application name that have written
 * nothing.
 */
record PostgresWitness(Connection connection) implements Witness {
    /** How long before it was prepared a transaction is taken to have begun. */
    static final Duration ALLOWANCE = Duration.ofMinutes(10);

    private static final int LOOKS = 100;
    private static final String MICROS = "(extract(epoch FROM %s) * 1000000)::bigint";

    private static final String NOW = "SELECT " + micros("clock_timestamp()") + ", pg_is_in_recovery(), "
            + micros("least(clock_timestamp(), coalesce(pg_last_xact_replay_timestamp(), 'epoch'))");

    /** A statement may have been received, and its time taken, without its transaction being shown yet. */
    private static final String SESSIONS =
            "SELECT a.pid, coalesce(a.usename, '?'), l.hw_lock, a.xact_start IS NULL AND l.hw_lock IS NOT NULL,"
                    + " "
                    + micros("coalesce(a.xact_start, CASE WHEN a.state IN ('active', 'fastpath function call')"
                            + " THEN a.query_start END, a.backend_start, clock_timestamp())")
                    + " FROM pg_stat_activity a LEFT JOIN (SELECT pid, min(virtualtransaction) AS hw_lock FROM pg_locks"
                    + " WHERE locktype = ? AND mode = 'ExclusiveLock' AND granted GROUP BY pid) l ON l.pid = a.pid"
                    + " WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL"
                    + " AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'parallel worker', 'walsender')"
                    + " AND NOT (a.application_name <> '' AND a.application_name = current_setting('application_name')"
                    + " AND a.usename = session_user AND a.backend_xid IS NULL) AND ";

    private static final String ANY = "(a.xact_start IS NOT NULL OR l.hw_lock IS NOT NULL"
            + " OR a.state IN ('active', 'fastpath function call'))";
    private static final String WROTE = "(a.backend_xid IS NOT NULL OR l.hw_lock IS NOT NULL)";

    private static final String PREPARED =
            "SELECT gid, owner, " + micros("prepared") + " FROM pg_prepared_xacts WHERE database = current_database()";

    @Override
    public Instant clock() throws SQLException {
        return Sql.rows(connection, NOW, row -> Micros.instant(row.getLong(row.getBoolean(2) ? 3 : 1)))
                .get(0);
    }

    @Override
    public Sighting open(Sight sight) throws SQLException {
        if (sight == Sight.OFF) {
            return new Sighting(List.of(), List.of(Witness.NOT_LOOKED_AT));
        }
        List<Seen> seen = new ArrayList<>(sessions(sight));
        seen.addAll(Sql.rows(connection, PREPARED, PostgresWitness::prepared));
        return new Sighting(seen, notes(seen));
    }

    @Override
    public int looks() {
        return LOOKS;
    }

    @Override
    public void pause() throws SQLException {
        Sql.text(connection, "SELECT pg_sleep(0.05)");
    }

    private List<Seen> sessions(Sight sight) throws SQLException {
        return sight == Sight.ALL
                ? Sql.rows(connection, SESSIONS + ANY, PostgresWitness::session, "virtualxid")
                : Sql.rows(connection, SESSIONS + WROTE, PostgresWitness::session, "transactionid");
    }

    private List<String> notes(List<Seen> seen) throws SQLException {
        List<String> notes = new ArrayList<>();
        if (Sql.text(connection, "SELECT pg_is_in_recovery()")
                .filter("t"::equals)
                .isPresent()) {
            notes.add("This server is a standby, which does not show the open transactions of its primary"
                    + Witness.ONLY_LAG);
        }
        if (seen.stream().anyMatch(Seen::isHidden)) {
            String user =
                    Sql.text(connection, "SELECT quote_ident(current_user)").orElseThrow();
            notes.add("This user may not see when other users' transactions began, and waited for their end instead:"
                    + " GRANT pg_read_all_stats TO " + user + " would show it.");
        }
        return notes;
    }

    private static Seen session(ResultSet row) throws SQLException {
        String id = "pid " + row.getLong(1);
        Instant since = Micros.instant(row.getLong(5));
        if (row.getBoolean(4)) {
            Seen known = Seen.since(id + " in " + row.getString(3), id, row.getString(2), since);
            return new Seen(known.key(), known.transaction(), Seen.Start.HIDDEN);
        }
        return Seen.since(id + " since " + since, id, row.getString(2), since);
    }

    private static Seen prepared(ResultSet row) throws SQLException {
        Instant prepared = Micros.instant(row.getLong(3));
        String id = "prepared transaction " + Quoting.literal(row.getString(1)) + " (prepared " + prepared + ")";
        return Seen.since(id, id, row.getString(2), prepared.minus(ALLOWANCE));
    }

    private static String micros(String sql) {
        return MICROS.replace("%s", sql);
    }
}
