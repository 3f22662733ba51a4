package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.config.Secret;
import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.OpenTransaction;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbHorizonTest {
    private static final TestMariaDb MARIADB = TestMariaDb.server();

    @BeforeAll
    static void createTables() {
        MARIADB.execute(
                "CREATE TABLE horizon_seconds (id int, at timestamp NULL) ENGINE = InnoDB",
                "CREATE TABLE horizon_micros (id int, at datetime(6) NULL) ENGINE = InnoDB",
                "CREATE TABLE horizon_read ENGINE = InnoDB AS SELECT 1 AS id",
                "CREATE TABLE horizon_numbers (at bigint) ENGINE = InnoDB",
                "CREATE USER horizon_reader@localhost IDENTIFIED BY 'horizon'",
                "GRANT SELECT ON test.horizon_seconds TO horizon_reader@localhost");
    }

    @Test
    void withoutTransactionsTheBoundIsTheServersClockOnTheGridOfTheColumn() {
        Horizon seconds = settled(horizons("horizon_seconds", CursorType.INSTANT));
        Horizon micros = settled(horizons("horizon_micros", CursorType.LOCAL));

        assertThat(seconds.bound()).isEqualTo(micros(seconds.clock().truncatedTo(ChronoUnit.SECONDS)));
        assertThat(micros.bound()).isEqualTo(micros(micros.clock()));
        assertThat(micros.holding()).isEmpty();
        assertThat(micros.notes()).isEmpty();
    }

    @Test
    void transactionThatHasWrittenHoldsTheBoundUntilItIsOver() throws SQLException {
        try (Connection writer = transaction("INSERT INTO horizon_micros VALUES (1, UTC_TIMESTAMP(6))")) {
            long stamp = Long.parseLong(Sql.text(
                            writer,
                            "SELECT CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(at)) AS CHAR)"
                                    + " FROM horizon_micros")
                    .orElseThrow());
            for (Sight sight : new Sight[] {Sight.ALL, Sight.WRITING}) {
                Horizon held =
                        settled(horizons("horizon_micros", CursorType.LOCAL).seeing(sight));
                assertThat(held.bound()).isLessThanOrEqualTo(stamp).isGreaterThan(stamp - 3_000_000);
                assertThat(held.holding())
                        .extracting(OpenTransaction::id, OpenTransaction::user)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("connection " + id(writer), "admin"));
            }
            writer.commit();
            Horizon free = settled(horizons("horizon_micros", CursorType.LOCAL));
            assertThat(free.bound()).isEqualTo(micros(free.clock())).isGreaterThan(stamp);
        }
    }

    @Test
    void transactionThatHasOnlyReadHoldsTheBoundIfAllAreWaitedFor() throws SQLException {
        try (Connection reader = transaction("SELECT COUNT(*) FROM horizon_micros")) {
            assertThat(settled(horizons("horizon_micros", CursorType.LOCAL)).holding())
                    .extracting(OpenTransaction::id)
                    .containsExactly("connection " + id(reader));
            assertThat(settled(horizons("horizon_micros", CursorType.LOCAL).seeing(Sight.WRITING))
                            .holding())
                    .isEmpty();
        }
    }

    @Test
    void statementThatHasNotTouchedATableYetHoldsTheBound() throws Exception {
        Horizon held = whileRunning("DO SLEEP(2)");

        assertThat(held.bound()).isLessThan(held.now());
        assertThat(held.holding()).hasSize(1);
    }

    @Test
    void readingsOfOursHoldNothing() throws Exception {
        String reading = "SELECT c1 FROM (SELECT id AS c1, SLEEP(2) AS c2 FROM horizon_read) hw_rows WHERE c2 = 0";

        assertThat(whileRunning(reading).holding()).isEmpty();
        assertThat(whileRunning(reading.replace("hw_rows", "other")).holding()).hasSize(1);
    }

    private static Horizon whileRunning(String sql) throws Exception {
        try (Connection busy = MARIADB.connect()) {
            Thread statement = new Thread(() -> run(busy, sql));
            statement.start();
            await().until(() -> MARIADB.number("SELECT COUNT(*) FROM information_schema.PROCESSLIST"
                            + " WHERE LEFT(INFO, 20) = '" + sql.substring(0, Math.min(20, sql.length())) + "'"
                            + " AND ID <> CONNECTION_ID()")
                    == 1);

            Horizon held = settled(horizons("horizon_micros", CursorType.LOCAL));
            statement.join();
            return held;
        }
    }

    @Test
    void preparedTransactionHoldsTheBound() throws SQLException {
        try (Connection writer = MARIADB.connect();
                Statement statement = writer.createStatement()) {
            String connection = id(writer);
            statement.execute("XA START 'batch-7'");
            statement.execute("INSERT INTO horizon_micros VALUES (2, UTC_TIMESTAMP(6))");
            statement.execute("XA END 'batch-7'");
            statement.execute("XA PREPARE 'batch-7'");

            assertThat(horizons("horizon_micros", CursorType.LOCAL)
                            .seeing(Sight.WRITING)
                            .now()
                            .holding())
                    .extracting(OpenTransaction::id)
                    .contains("connection " + connection);
            statement.execute("XA COMMIT 'batch-7'");
        }
        assertThat(settled(horizons("horizon_micros", CursorType.LOCAL)).holding())
                .isEmpty();
    }

    @Test
    void noNumberIsSafeWhileAnOlderTransactionLasts() throws SQLException {
        MARIADB.execute("INSERT INTO horizon_numbers VALUES (7)");
        try (Connection writer = transaction("INSERT INTO horizon_numbers VALUES (4)")) {
            Horizon held = settled(horizons("horizon_numbers", CursorType.INTEGER));

            assertThat(held.bound()).isEqualTo(Long.MIN_VALUE);
            assertThat(held.holding()).hasSize(1);
            writer.commit();
            assertThat(settled(horizons("horizon_numbers", CursorType.INTEGER)).bound())
                    .isEqualTo(8);
        }
    }

    @Test
    void whoMayNotSeeTransactionsIsToldWhichRightIsMissing() {
        JdbcSettings settings = JdbcSettings.reading(MARIADB.url(), new Relation.Table("horizon_seconds"))
                .withLogin(Login.of("horizon_reader", new Secret("env:DB", "horizon")));

        assertThat(Horizons.of(settings, CursorType.INSTANT).now().notes())
                .containsExactly("This user may not see open transactions: only incremental.lag and incremental.overlap"
                        + " guard against them. GRANT PROCESS ON *.* TO 'horizon_reader'@'localhost' would show them.");
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** InnoDB gathers statistics of new tables in transactions of its own, which belong to no connection and are soon over. */
    private static Horizon settled(Horizons horizons) {
        return await().until(
                        horizons::now,
                        horizon -> horizon.holding().stream()
                                .noneMatch(holder -> holder.id().startsWith("prepared transaction")));
    }

    private static Horizons horizons(String table, CursorType type) {
        return Horizons.of(Readings.table(MARIADB, table), type);
    }

    private static Connection transaction(String sql) throws SQLException {
        Connection connection = MARIADB.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    private static String id(Connection connection) throws SQLException {
        return Sql.text(connection, "SELECT CONNECTION_ID()").orElseThrow();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
