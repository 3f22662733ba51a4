package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Secret;
import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.OpenTransaction;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresHorizonTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createTables() {
        POSTGRES.execute(
                "CREATE SCHEMA horizons",
                "CREATE TABLE horizons.instants (id int, at timestamptz)",
                "CREATE TABLE horizons.seconds (id int, at timestamptz(0))",
                "CREATE TABLE horizons.locals (id int, at timestamp)",
                "CREATE TABLE horizons.days (id int, at date)",
                "CREATE TABLE horizons.numbers (at bigint)",
                "CREATE USER horizon_reader PASSWORD 'horizon'",
                "GRANT USAGE ON SCHEMA horizons TO horizon_reader",
                "GRANT SELECT ON ALL TABLES IN SCHEMA horizons TO horizon_reader");
    }

    @Test
    void withoutTransactionsTheBoundIsTheServersClockLessTheLag() {
        Instant before = Instant.parse(POSTGRES.texts("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .get(0));

        Horizon horizon = instants().after(Duration.ofSeconds(30));

        assertThat(horizon.clock()).isBetween(before, before.plusSeconds(10));
        assertThat(horizon.now()).isEqualTo(micros(horizon.clock()));
        assertThat(horizon.bound()).isEqualTo(micros(horizon.clock().minusSeconds(30)));
        assertThat(horizon.holding()).isEmpty();
        assertThat(horizon.notes()).isEmpty();
    }

    @Test
    void transactionThatHasWrittenHoldsTheBoundUntilItIsOver() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizons.instants VALUES (1, now())")) {
            Instant begin = begin(writer);
            Horizon held = instants().seeing(Sight.WRITING).now();

            assertThat(held.bound()).isEqualTo(micros(begin)).isLessThan(held.now());
            assertThat(held.holding()).containsExactly(new OpenTransaction("pid " + pid(writer), "postgres", begin));

            writer.commit();
            assertThat(instants().now().bound()).isGreaterThan(micros(begin));
        }
    }

    @Test
    void transactionThatHasOnlyReadHoldsTheBoundIfAllAreWaitedFor() throws SQLException {
        try (Connection reader = transaction("SELECT count(*) FROM horizons.instants")) {
            assertThat(instants().now().bound()).isEqualTo(micros(begin(reader)));
            assertThat(instants().seeing(Sight.WRITING).now().holding()).isEmpty();
            assertThat(instants().seeing(Sight.OFF).now().holding()).isEmpty();
            assertThat(instants().seeing(Sight.OFF).now().notes())
                    .containsExactly("Open transactions of the source are not looked at, as it was asked for: only"
                            + " incremental.lag and incremental.overlap guard against them.");
        }
    }

    @Test
    void transactionYoungerThanTheLagHoldsNothing() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizons.instants VALUES (2, now())")) {
            Horizon horizon = instants().after(Duration.ofHours(1));

            assertThat(horizon.holding()).isEmpty();
            assertThat(horizon.bound()).isEqualTo(micros(horizon.clock().minusSeconds(3600)));
            writer.rollback();
        }
    }

    @Test
    void transactionsAreListedOldestFirst() throws SQLException {
        try (Connection older = transaction("SELECT 1");
                Connection younger = transaction("SELECT 1")) {
            assertThat(instants().now().holding())
                    .extracting(OpenTransaction::id)
                    .containsExactly("pid " + pid(older), "pid " + pid(younger));
        }
    }

    @Test
    void preparedTransactionHoldsTheBoundTenMinutesBeforeItWasPrepared() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizons.instants VALUES (3, now())")) {
            execute(writer, "PREPARE TRANSACTION 'batch-7'");
            Instant prepared =
                    instant("SELECT (extract(epoch FROM prepared) * 1000000)::bigint FROM pg_prepared_xacts");

            Horizon held = instants().seeing(Sight.WRITING).now();

            assertThat(held.bound()).isEqualTo(micros(prepared.minus(PostgresWitness.ALLOWANCE)));
            assertThat(held.holding())
                    .extracting(OpenTransaction::id)
                    .containsExactly("prepared transaction 'batch-7' (prepared " + prepared + ")");
        } finally {
            POSTGRES.execute("COMMIT PREPARED 'batch-7'");
        }
        assertThat(instants().now().holding()).isEmpty();
    }

    @Test
    void readingsOfOursHoldNothing() throws SQLException {
        JdbcSettings settings = Readings.table(POSTGRES, "horizons.instants");
        Dialect dialect = new PostgresDialect(new JdbcUrl(POSTGRES.url()));
        try (Connection reading =
                Connector.of(new JdbcUrl(POSTGRES.url()), dialect, settings).connect()) {
            dialect.begin(reading);
            assertThat(instants().now().holding()).isEmpty();

            Horizons renamed =
                    Horizons.of(settings.withProperties(Map.of("ApplicationName", "someone else")), CursorType.INSTANT);
            assertThat(renamed.now().holding()).hasSize(1);
        }
    }

    @Test
    void sessionUnderOurNameThatHasWrittenHoldsTheBoundAllTheSame() throws SQLException {
        JdbcSettings settings = Readings.table(POSTGRES, "horizons.instants");
        Dialect dialect = new PostgresDialect(new JdbcUrl(POSTGRES.url()));
        try (Connection writer =
                Connector.of(new JdbcUrl(POSTGRES.url()), dialect, settings).connect()) {
            writer.setAutoCommit(false);
            execute(writer, "INSERT INTO horizons.instants VALUES (4, now())");

            assertThat(instants().now().holding()).hasSize(1);
            writer.rollback();
        }
    }

    @Test
    void whoMayNotSeeOthersWaitsForTheirEnd() throws Exception {
        try (Connection writer = transaction("INSERT INTO horizons.instants VALUES (5, now())")) {
            Thread later = new Thread(() -> endOnceWaitedFor(writer));
            later.start();

            Horizon horizon = unprivileged(Sight.ALL).now();
            later.join();

            assertThat(horizon.holding()).isEmpty();
            assertThat(horizon.bound()).isEqualTo(horizon.now());
        }
    }

    @Test
    void whoMayNotSeeOthersKnowsNoBoundWhileTheyLast() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizons.instants VALUES (6, now())")) {
            Horizon horizon = unprivileged(Sight.WRITING).now();

            assertThat(horizon.bound()).isEqualTo(Long.MIN_VALUE);
            assertThat(horizon.holding()).extracting(OpenTransaction::id).containsExactly("pid " + pid(writer));
            assertThat(horizon.notes())
                    .containsExactly("This user may not see when other users' transactions began, and waited for their"
                            + " end instead: GRANT pg_read_all_stats TO horizon_reader would show it.");
            writer.rollback();
        }
    }

    @Test
    void boundOfWholeSecondsIsAWholeSecond() {
        Horizon horizon = horizons("seconds", CursorType.INSTANT).now();

        assertThat(horizon.bound()).isEqualTo(micros(horizon.clock().truncatedTo(ChronoUnit.SECONDS)));
        assertThat(horizon.now()).isEqualTo(horizon.bound());
    }

    @Test
    void localTimesAreThoseOfTheCursorsZone() {
        Horizon horizon = horizons("locals", CursorType.LOCAL).in("Asia/Tokyo").now();

        LocalDateTime tokyo = LocalDateTime.ofInstant(horizon.clock(), ZoneId.of("Asia/Tokyo"));
        assertThat(horizon.bound()).isEqualTo(micros(tokyo.toInstant(ZoneOffset.UTC)));
    }

    @Test
    void todaysRowsWait() {
        Horizon horizon = horizons("days", CursorType.DATE).in("Asia/Tokyo").now();

        assertThat(horizon.bound())
                .isEqualTo(LocalDate.ofInstant(horizon.clock(), ZoneId.of("Asia/Tokyo"))
                        .toEpochDay());
    }

    @Test
    void numbersAreBoundByTheGreatestOnceOlderTransactionsAreOver() throws Exception {
        assertThat(horizons("numbers", CursorType.INTEGER).now().bound()).isZero();
        POSTGRES.execute("INSERT INTO horizons.numbers VALUES (1), (5)");
        assertThat(horizons("numbers", CursorType.INTEGER).now().bound()).isEqualTo(6);
        try (Connection writer = transaction("INSERT INTO horizons.numbers VALUES (4)")) {
            Thread later = new Thread(() -> endOnceWaitedFor(writer));
            later.start();

            Horizon horizon = horizons("numbers", CursorType.INTEGER).now();
            later.join();

            assertThat(horizon.bound()).isEqualTo(6);
            assertThat(horizon.holding()).isEmpty();
        }
    }

    @Test
    void noNumberIsSafeWhileAnOlderTransactionLasts() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizons.numbers VALUES (4)")) {
            Horizon horizon = horizons("numbers", CursorType.INTEGER).now();

            assertThat(horizon.bound()).isEqualTo(Long.MIN_VALUE);
            assertThat(horizon.holding()).extracting(OpenTransaction::id).containsExactly("pid " + pid(writer));
            writer.rollback();
        }
    }

    /** The server itself says when somebody pauses to look again. */
    private static void endOnceWaitedFor(Connection transaction) {
        org.awaitility.Awaitility.await()
                .until(() ->
                        POSTGRES.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'highwater'"
                                        + " AND query LIKE '%pg_sleep%'")
                                > 0);
        try {
            transaction.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Horizons instants() {
        return horizons("instants", CursorType.INSTANT);
    }

    private static Horizons horizons(String table, CursorType type) {
        return Horizons.of(Readings.table(POSTGRES, "horizons." + table), type);
    }

    private static Horizons unprivileged(Sight sight) {
        JdbcSettings settings = JdbcSettings.reading(POSTGRES.url(), new Relation.Table("horizons.instants"))
                .withLogin(Login.of("horizon_reader", new Secret("env:PG", "horizon")));
        return Horizons.of(settings, CursorType.INSTANT).seeing(sight);
    }

    private static Connection transaction(String sql) throws SQLException {
        Connection connection = POSTGRES.connect();
        connection.setAutoCommit(false);
        execute(connection, sql);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Instant begin(Connection transaction) throws SQLException {
        String sql = "SELECT (extract(epoch FROM now()) * 1000000)::bigint";
        return Instant.EPOCH.plus(Long.parseLong(Sql.text(transaction, sql).orElseThrow()), ChronoUnit.MICROS);
    }

    private static String pid(Connection connection) throws SQLException {
        return Sql.text(connection, "SELECT pg_backend_pid()").orElseThrow();
    }

    private static Instant instant(String sql) {
        return Instant.EPOCH.plus(POSTGRES.number(sql), ChronoUnit.MICROS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
