package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbChangesTest {
    private static final TestMariaDb MARIADB = TestMariaDb.server();

    /** Sessions as they are where the server does not run in UTC. */
    private static final Map<String, String> NOT_UTC = Map.of("sessionVariables", "time_zone='+05:30'");

    @BeforeAll
    static void createTables() {
        MARIADB.execute(
                "SET time_zone = '+00:00'",
                "CREATE TABLE change_instants (id int PRIMARY KEY, at timestamp(6) NULL, INDEX by_at (at))",
                "INSERT INTO change_instants SELECT seq, TIMESTAMP '2024-05-01 00:00:00' + INTERVAL seq DIV 10 MINUTE"
                        + " FROM seq_0_to_60",
                "INSERT INTO change_instants VALUES (61, NULL), (62, NULL)",
                "CREATE TABLE change_locals (id int PRIMARY KEY, at datetime NOT NULL)",
                "INSERT INTO change_locals SELECT seq, TIMESTAMP '2024-05-01 00:00:00' + INTERVAL seq SECOND"
                        + " FROM seq_0_to_100",
                "CREATE TABLE change_many (id int PRIMARY KEY, at timestamp(3) NULL, INDEX by_at (at))",
                "INSERT INTO change_many SELECT seq, FROM_UNIXTIME(1714521600 + SQRT(seq)) FROM seq_1_to_200000",
                "CREATE TABLE change_tied (id int PRIMARY KEY, at datetime NULL, INDEX by_at (at))",
                "INSERT INTO change_tied SELECT seq, '2024-05-01 00:00:01' FROM seq_1_to_200000",
                "ANALYZE TABLE change_many, change_tied");
    }

    @Test
    void timestampsAreInstantsWhateverTheZoneOfTheServersSessions() {
        JdbcSettings settings = Readings.table(MARIADB, "change_instants").withProperties(NOT_UTC);
        try (Changes changes = Windows.open(settings)) {
            Window window = Window.between(Windows.at("2024-05-01 00:02:00"), Windows.at("2024-05-01 00:03:00"));

            assertThat(changes.type()).isEqualTo(CursorType.INSTANT);
            assertThat(Windows.ids(changes, window)).containsExactly(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L);
            try (Reading reading = changes.open(window, WithoutCursor.INCLUDED)) {
                assertThat(reading.rows().select("at").distinct().collectAsList())
                        .extracting(row -> String.valueOf(row.get(0)))
                        .hasSize(2)
                        .contains("null");
                assertThat(reading.rows()
                                .selectExpr("cast(max(at) as string)")
                                .first()
                                .getString(0))
                        .isEqualTo("2024-05-01 00:02:00");
            }
            assertThat(changes.strays(Windows.at("2024-05-01 00:06:00"))).isEqualTo(new Strays(2, 1));
            assertThat(changes.holdsRows(Window.until(Windows.at("2024-05-01 00:00:00"))))
                    .isFalse();
            assertThat(changes.holdsRows(Window.until(Windows.at("2024-05-01 00:00:01"))))
                    .isTrue();
        }
    }

    @Test
    void datetimesAreLocalTimes() {
        try (Changes changes =
                Windows.open(Readings.table(MARIADB, "change_locals").withProperties(NOT_UTC))) {
            assertThat(changes.type()).isEqualTo(CursorType.LOCAL);
            assertThat(Windows.ids(changes, Window.until(Windows.at("2024-05-01 00:00:03"))))
                    .containsExactly(0L, 1L, 2L);
            assertThat(changes.advice())
                    .containsExactly("Column at has no index: every window reads the whole table."
                            + " CREATE INDEX change_locals_at ON change_locals (at)");
        }
    }

    @Test
    void windowIsReadThroughTheIndex() {
        Window window = Window.between(Windows.at("2024-05-01 00:01:00"), Windows.at("2024-05-01 00:02:00"));
        try (Changes changes = Windows.open(Readings.table(MARIADB, "change_many"));
                Reading reading = changes.open(window, WithoutCursor.LEFT_OUT)) {
            String predicate = reading.plan().splits().get(0).predicate();
            String plan = "EXPLAIN SELECT * FROM (SELECT `id` AS c1 FROM (SELECT * FROM `change_many` WHERE "
                    + predicate + ") hw_window) hw_rows";

            assertThat(reading.plan().splits()).hasSize(1);
            assertThat(key(plan)).isEqualTo("by_at");
            assertThat(Windows.ids(reading)).hasSize(120 * 120 - 60 * 60);
        }
    }

    @Test
    void cutsAreAtEqualNumbersOfRows() {
        try (Changes changes = Windows.open(Readings.table(MARIADB, "change_many"))) {
            Window all = Window.until(Windows.at("2024-06-01 00:00:00"));
            List<Long> cuts = changes.cuts(all, 60_000);
            List<Integer> sizes = all.cutAt(cuts).stream()
                    .map(window -> Windows.ids(changes, window).size())
                    .toList();

            assertThat(sizes).hasSizeBetween(3, 4).allMatch(size -> size <= 70_000);
            assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200_000);
        }
    }

    @Test
    void splitsAreBalancedEvenIfAllRowsShareOneCursor() {
        Window all = Window.until(Windows.at("2024-06-01 00:00:00"));
        for (String table : List.of("change_many", "change_tied")) {
            JdbcSettings settings = Readings.table(MARIADB, table).withSplitting(Splitting.into(4));
            try (Changes changes = Windows.open(settings);
                    Reading reading = changes.open(all, WithoutCursor.INCLUDED)) {
                assertThat(reading.plan().splits()).hasSize(4);
                assertThat(Readings.imbalance(MARIADB, reading, table)).isLessThan(1.2);
                assertThat(Windows.ids(reading)).hasSize(200_000).doesNotHaveDuplicates();
            }
        }
    }

    private static String key(String explain) {
        try (Connection connection = MARIADB.connect()) {
            return Sql.rows(connection, explain, row -> row.getString("key")).get(0);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
