package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresChangesTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createTables() {
        POSTGRES.execute(
                "CREATE SCHEMA changes",
                "CREATE TABLE changes.ties (id int PRIMARY KEY, at timestamptz)",
                "INSERT INTO changes.ties SELECT i, CASE WHEN i <= 60 THEN timestamptz '2024-05-01 00:00:00+00'"
                        + " + i / 10 * interval '1 minute' END FROM generate_series(0, 64) i",
                "CREATE INDEX ON changes.ties (at)",
                "CREATE TABLE changes.locals (id int, \"At\" timestamp(3) NOT NULL)",
                "INSERT INTO changes.locals VALUES (1, '2024-05-01 12:00:00.5'), (2, '2024-05-01 12:00:00.501')",
                "CREATE TABLE changes.days (id int, at date)",
                "INSERT INTO changes.days VALUES (1, '2024-05-01'), (2, '2024-05-02'), (3, '-infinity'), (4, 'infinity')",
                "CREATE TABLE changes.numbers (id int, at numeric(18, 0))",
                "INSERT INTO changes.numbers SELECT i, i FROM generate_series(-5, 5) i",
                "CREATE TABLE changes.texts (id int, at text)",
                "CREATE TABLE changes.written (id int, at timestamptz DEFAULT now())");
    }

    @Test
    void windowsAreHalfOpenAndPartitionAllRows() {
        try (Changes changes = Windows.open(table("ties"))) {
            Window all = Window.until(Windows.at("2024-05-01 00:10:00"));
            List<Window> windows = all.cutAt(List.of(
                    Windows.at("2024-05-01 00:02:00"),
                    Windows.at("2024-05-01 00:02:00.000001"),
                    Windows.at("2024-05-01 00:05:00")));

            List<List<Long>> read =
                    windows.stream().map(window -> Windows.ids(changes, window)).toList();

            assertThat(changes.type()).isEqualTo(CursorType.INSTANT);
            assertThat(read).containsExactly(range(0, 19), range(20, 29), range(30, 49), range(50, 60));
        }
    }

    @Test
    void rowsWithoutACursorComeAlongOnlyWhenAsked() {
        try (Changes changes = Windows.open(table("ties"))) {
            Window last = Window.between(Windows.at("2024-05-01 00:06:00"), Windows.at("2024-05-01 00:07:00"));

            assertThat(Windows.ids(changes, last)).containsExactly(60L);
            assertThat(Windows.ids(changes, last, WithoutCursor.INCLUDED)).isEqualTo(range(60, 64));
        }
    }

    @Test
    void readingCarriesTheColumnsThatWereAnnounced() {
        try (Changes changes = Windows.open(table("ties"));
                Reading reading = changes.open(Window.until(0), WithoutCursor.INCLUDED)) {
            assertThat(reading.rows().schema()).isEqualTo(changes.schema());
            assertThat(reading.plan().source()).isEqualTo(changes.describe());
            assertThat(reading.plan().consistency().oneSnapshot()).isTrue();
        }
    }

    @Test
    void localTimesDatesAndNumbersAreCursorsToo() {
        try (Changes locals = Windows.open(table("locals"));
                Changes days = Windows.open(table("days").withOutOfRange(OutOfRange.LIMIT));
                Changes numbers = Windows.open(table("numbers"))) {
            assertThat(locals.type()).isEqualTo(CursorType.LOCAL);
            assertThat(Windows.ids(locals, Window.until(Windows.at("2024-05-01 12:00:00.501"))))
                    .containsExactly(1L);
            assertThat(days.type()).isEqualTo(CursorType.DATE);
            assertThat(Windows.ids(days, Window.until(CursorTexts.days("2024-05-02"))))
                    .containsExactly(1L, 3L);
            assertThat(numbers.type()).isEqualTo(CursorType.INTEGER);
            assertThat(Windows.ids(numbers, Window.between(-2, 3))).isEqualTo(range(-2, 2));
            assertThat(numbers.horizon(Duration.ZERO).bound()).isEqualTo(6);
        }
    }

    @Test
    void whatIsWrittenInAnOpenTransactionIsInTheNextWindow() throws SQLException {
        try (Changes changes = Windows.open(table("written"));
                Connection writer = POSTGRES.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO changes.written (id) VALUES (1)");
            POSTGRES.execute("INSERT INTO changes.written (id) VALUES (2)");

            Horizon held = changes.horizon(Duration.ZERO);
            List<Long> first = Windows.ids(changes, Window.until(held.bound()));
            writer.commit();
            Horizon free = changes.horizon(Duration.ZERO);
            List<Long> second = Windows.ids(changes, Window.between(held.bound(), free.bound()));

            assertThat(held.holding()).hasSize(1);
            assertThat(free.holding()).isEmpty();
            assertThat(first).isEmpty();
            assertThat(second).containsExactly(1L, 2L);
        }
    }

    @Test
    void anOpenReadingDoesNotHoldTheBound() {
        try (Changes changes = Windows.open(table("ties"));
                Reading reading = changes.open(Window.until(0), WithoutCursor.INCLUDED)) {
            assertThat(reading.rows().count()).isEqualTo(4);
            assertThat(changes.horizon(Duration.ZERO).holding()).isEmpty();
        }
    }

    @Test
    void straysAreCounted() {
        try (Changes ties = Windows.open(table("ties"));
                Changes locals = Windows.open(table("locals"))) {
            assertThat(ties.strays(Windows.at("2024-05-01 00:05:00"))).isEqualTo(new Strays(4, 11));
            assertThat(locals.strays(Windows.at("2025-01-01 00:00:00"))).isEqualTo(new Strays(0, 0));
        }
    }

    @Test
    void emptyWindowsAreFoundWithoutReading() {
        try (Changes changes = Windows.open(table("ties"))) {
            assertThat(changes.holdsRows(Window.until(Windows.at("2024-05-01 00:00:00"))))
                    .isFalse();
            assertThat(changes.holdsRows(Window.until(Windows.at("2024-05-01 00:00:00.000001"))))
                    .isTrue();
            assertThat(changes.holdsRows(Window.until(Long.MIN_VALUE))).isFalse();
        }
    }

    @Test
    void cutsAreAtEqualNumbersOfRowsAndNoRowIsLost() {
        POSTGRES.execute(
                "CREATE TABLE changes.cut AS SELECT i AS id, timestamptz '2024-05-01 00:00:00+00'"
                        + " + sqrt(i) * interval '1 second' AS at FROM generate_series(1, 10000) i",
                "CREATE INDEX ON changes.cut (at)",
                "ANALYZE changes.cut");
        try (Changes changes = Windows.open(table("cut"))) {
            Window all = Window.until(Windows.at("2025-01-01 00:00:00"));
            List<Long> cuts = changes.cuts(all, 2_000);
            List<Long> sizes = all.cutAt(cuts).stream()
                    .map(window -> (long) Windows.ids(changes, window).size())
                    .toList();

            assertThat(sizes).containsExactly(2_000L, 2_000L, 2_000L, 2_000L, 2_000L);
            assertThat(changes.cuts(all, 7_000)).isEmpty();
            assertThat(changes.advice()).isEmpty();
        }
    }

    @Test
    void columnWithoutAnIndexIsNotCutButAnIndexIsAdvised() {
        POSTGRES.execute(
                "CREATE TABLE changes.bare AS SELECT i AS id, now() AS at FROM generate_series(1, 1000) i",
                "CREATE INDEX ON changes.bare (id, at)",
                "CREATE INDEX ON changes.bare (at) WHERE id > 5",
                "ANALYZE changes.bare");
        try (Changes changes = Windows.open(table("bare"))) {
            assertThat(changes.cuts(Window.until(Windows.at("2100-01-01 00:00:00")), 10))
                    .isEmpty();
            assertThat(changes.advice())
                    .containsExactly("Column at has no index: every window reads the whole table."
                            + " CREATE INDEX ON changes.bare (at)");
        }
        POSTGRES.execute("CREATE UNIQUE INDEX ON changes.bare (at, id)");
        try (Changes changes = Windows.open(table("bare"))) {
            assertThat(changes.advice()).isEmpty();
        }
    }

    @Test
    void windowIsReadThroughTheIndexOfTheTable() {
        createIndexed("indexed", "i * interval '1 second'");
        try (Changes changes = Windows.open(table("indexed"))) {
            long before = scans("seq_scan");
            long through = scans("idx_scan");

            assertThat(Windows.ids(changes, hour(3))).hasSize(3600);
            assertThat(Windows.ids(changes, hour(4), WithoutCursor.INCLUDED)).hasSize(3600);

            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(scans("idx_scan")).isGreaterThanOrEqualTo(through + 2));
            assertThat(scans("seq_scan")).isEqualTo(before);
        }
    }

    @Test
    void queryIsReadThroughTheIndexOfItsTable() {
        createIndexed("queried", "i * interval '1 second'");
        String sql = "SELECT q.id, q.at AS changed FROM changes.queried q -- all";
        try (Changes changes = Windows.open(Readings.query(POSTGRES, sql), "CHANGED")) {
            CursorWindow window = new CursorWindow(cursor("changes.queried"), hour(3), WithoutCursor.LEFT_OUT);
            String plan = String.join(
                    "\n",
                    POSTGRES.texts("EXPLAIN SELECT * FROM "
                            + window.from("(SELECT * FROM changes.queried -- all\n) hw_query")));

            assertThat(plan).contains("Index Scan").contains("Index Cond");
            assertThat(Windows.ids(changes, hour(3))).hasSize(3600);
            assertThat(changes.cuts(Window.until(Windows.at("2100-01-01 00:00:00")), 10))
                    .isEmpty();
            assertThat(changes.advice())
                    .containsExactly("Windows of what is no table are not read in parts: name the table, if there is"
                            + " one, where many rows have to be caught up with.");
            Horizon horizon = changes.horizon(Duration.ZERO);
            assertThat(horizon.bound() % 1_000_000).isZero();
        }
    }

    @Test
    void splitsOfAWindowAreBalancedInsideIt() {
        createIndexed("balanced", "power(i, 1.5) / 100 * interval '1 second'");
        POSTGRES.execute("INSERT INTO changes.balanced SELECT i, NULL FROM generate_series(1000001, 1000100) i");
        Window window = Window.between(Windows.at("2024-05-01 01:00:00"), Windows.at("2024-05-06 00:00:00"));
        JdbcSettings settings = table("balanced").withSplitting(Splitting.into(4));
        try (Changes changes = Windows.open(settings);
                Reading reading = changes.open(window, WithoutCursor.INCLUDED)) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of at were found by reading that column of the window once.");
            assertThat(Readings.imbalance(POSTGRES, reading, "changes.balanced"))
                    .isLessThan(1.2);
            assertThat(Windows.ids(reading))
                    .isEqualTo(balanced(
                            "(at >= '2024-05-01 01:00:00+00' AND at < '2024-05-06 00:00:00+00') OR at IS NULL"));
        }
    }

    @Test
    void rowsThatShareOneCursorAreCutByTheirPrimaryKey() {
        createIndexed("tied", "interval '1 second'");
        JdbcSettings settings = table("tied").withSplitting(Splitting.into(4));
        try (Changes changes = Windows.open(settings);
                Reading reading = changes.open(hour(0), WithoutCursor.LEFT_OUT)) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of id were found by reading and sorting that column once.");
            assertThat(Readings.imbalance(POSTGRES, reading, "changes.tied")).isLessThan(1.2);
            assertThat(Windows.ids(reading)).hasSize(200_000);
        }
    }

    @Test
    void smallWindowOfALargeTableIsOneSplit() {
        createIndexed("large", "i * interval '1 second'");
        try (Changes changes = Windows.open(table("large"));
                Reading small = changes.open(hour(1), WithoutCursor.LEFT_OUT);
                Reading large = changes.open(Window.until(Windows.at("2100-01-01 00:00:00")), WithoutCursor.LEFT_OUT)) {
            assertThat(small.plan().splits()).hasSize(1);
            assertThat(small.plan().splits().get(0).predicate())
                    .isEqualTo("\"at\" >= '2024-05-01 01:00:00.000000+00'::timestamptz"
                            + " AND \"at\" < '2024-05-01 02:00:00.000000+00'::timestamptz");
            assertThat(large.plan().splits()).hasSize(2);
        }
    }

    @Test
    void columnThatIsNoCursorIsRefused() {
        assertThatThrownBy(() -> Windows.open(table("texts")))
                .hasMessageStartingWith("Cannot read table changes.texts at " + POSTGRES.url()
                        + " by column at: its type is STRING, it must be a timestamp, a date or a whole number.");
        assertThatThrownBy(() -> Windows.open(table("ties"), "changed"))
                .hasMessageContaining("by column changed: there is no such column. It has [id, at].");
    }

    @Test
    void columnThatIsReadAsAnotherTypeIsRefused() {
        JdbcSettings settings = table("texts").withColumns(Map.of("at", "timestamp"));

        assertThatThrownBy(() -> Windows.open(settings))
                .hasMessage("Cannot read table changes.texts at " + POSTGRES.url() + " by column at: it is read as"
                        + " TIMESTAMP but is of type text in the database, which orders its values in another way."
                        + " Name another highwater.incremental.column, or leave this one out of columns { }.");
    }

    @Test
    void lostConnectionIsExplained() {
        try (Changes changes = Windows.open(table("ties"))) {
            POSTGRES.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'highwater'");

            assertThatThrownBy(() -> changes.horizon(Duration.ZERO))
                    .hasMessageStartingWith("Cannot read table changes.ties at PostgreSQL " + POSTGRES.url() + ": ")
                    .hasMessageEndingWith(
                            "Check that the server runs and accepts connections from here, then run again.");
        }
    }

    private static void createIndexed(String table, String offset) {
        POSTGRES.execute(
                "CREATE TABLE changes." + table + " (id int PRIMARY KEY, at timestamptz)",
                "INSERT INTO changes." + table + " SELECT i, timestamptz '2024-05-01 00:00:00+00' + " + offset
                        + " FROM generate_series(0, 199999) i",
                "CREATE INDEX ON changes." + table + " (at)",
                "VACUUM ANALYZE changes." + table);
    }

    private static Window hour(int number) {
        return Window.between(
                Windows.at("2024-05-01 0" + number + ":00:00"), Windows.at("2024-05-01 0" + (number + 1) + ":00:00"));
    }

    private static CursorColumn cursor(String table) {
        try (Connection connection = POSTGRES.connect()) {
            Dialect dialect = new PostgresDialect(new JdbcUrl(POSTGRES.url()));
            Inspection relation = Inspection.of(connection, dialect, Readings.table(POSTGRES, table));
            SourceColumn at = Columns.named("at", relation.columns()).orElseThrow();
            return CursorColumn.of(
                    at, CursorType.INSTANT, java.time.ZoneOffset.UTC, dialect, CursorColumn.Keeping.AS_DECLARED);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long scans(String counter) {
        POSTGRES.execute("SELECT pg_stat_force_next_flush()");
        return POSTGRES.number(
                "SELECT " + counter + " FROM pg_stat_user_tables WHERE relid = 'changes.indexed'::regclass");
    }

    private static List<Long> balanced(String condition) {
        return POSTGRES.texts("SELECT id FROM changes.balanced WHERE " + condition + " ORDER BY id").stream()
                .map(Long::parseLong)
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static JdbcSettings table(String name) {
        return Readings.table(POSTGRES, "changes." + name);
    }
}
