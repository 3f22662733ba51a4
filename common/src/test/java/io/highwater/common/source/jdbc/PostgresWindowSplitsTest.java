package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a window of a table becomes queries: through its index, in parts of one size, in several windows where it is large. */
class PostgresWindowSplitsTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createSchema() {
        POSTGRES.execute("CREATE SCHEMA window_splits");
    }

    @Test
    void cutsAreAtEqualNumbersOfRowsAndNoRowIsLost() {
        POSTGRES.execute(
                "CREATE TABLE window_splits.cut AS SELECT i AS id, timestamptz '2024-05-01 00:00:00+00'"
                        + " + sqrt(i) * interval '1 second' AS at FROM generate_series(1, 10000) i",
                "CREATE INDEX ON window_splits.cut (at)",
                "ANALYZE window_splits.cut");
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
                "CREATE TABLE window_splits.bare AS SELECT i AS id, now() AS at FROM generate_series(1, 1000) i",
                "CREATE INDEX ON window_splits.bare (id, at)",
                "CREATE INDEX ON window_splits.bare (at) WHERE id > 5",
                "ANALYZE window_splits.bare");
        try (Changes changes = Windows.open(table("bare"))) {
            assertThat(changes.cuts(Window.until(Windows.at("2100-01-01 00:00:00")), 10))
                    .isEmpty();
            assertThat(changes.advice())
                    .containsExactly("Column at has no index: every window reads the whole table."
                            + " CREATE INDEX ON window_splits.bare (at)");
        }
        POSTGRES.execute("CREATE UNIQUE INDEX ON window_splits.bare (at, id)");
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
        String sql = "SELECT q.id, q.at AS changed FROM window_splits.queried q -- all";
        try (Changes changes = Windows.open(Readings.query(POSTGRES, sql), "CHANGED")) {
            CursorWindow window = new CursorWindow(cursor("window_splits.queried"), hour(3), WithoutCursor.LEFT_OUT);
            String plan = String.join(
                    "\n",
                    POSTGRES.texts("EXPLAIN SELECT * FROM "
                            + window.from("(SELECT * FROM window_splits.queried -- all\n) hw_query")));

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
        POSTGRES.execute("INSERT INTO window_splits.balanced SELECT i, NULL FROM generate_series(1000001, 1000100) i");
        Window window = Window.between(Windows.at("2024-05-01 01:00:00"), Windows.at("2024-05-06 00:00:00"));
        JdbcSettings settings = table("balanced").withSplitting(Splitting.into(4));
        try (Changes changes = Windows.open(settings);
                Reading reading = changes.open(window, WithoutCursor.INCLUDED)) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of at were found by reading that column of the window once.");
            assertThat(Readings.imbalance(POSTGRES, reading, "window_splits.balanced"))
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
            assertThat(Readings.imbalance(POSTGRES, reading, "window_splits.tied"))
                    .isLessThan(1.2);
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

    private static void createIndexed(String table, String offset) {
        POSTGRES.execute(
                "CREATE TABLE window_splits." + table + " (id int PRIMARY KEY, at timestamptz)",
                "INSERT INTO window_splits." + table + " SELECT i, timestamptz '2024-05-01 00:00:00+00' + " + offset
                        + " FROM generate_series(0, 199999) i",
                "CREATE INDEX ON window_splits." + table + " (at)",
                "VACUUM ANALYZE window_splits." + table);
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
                "SELECT " + counter + " FROM pg_stat_user_tables WHERE relid = 'window_splits.indexed'::regclass");
    }

    private static List<Long> balanced(String condition) {
        return POSTGRES.texts("SELECT id FROM window_splits.balanced WHERE " + condition + " ORDER BY id").stream()
                .map(Long::parseLong)
                .toList();
    }

    private static JdbcSettings table(String name) {
        return Readings.table(POSTGRES, "window_splits." + name);
    }
}
