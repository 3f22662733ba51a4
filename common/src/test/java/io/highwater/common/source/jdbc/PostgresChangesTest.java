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

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static JdbcSettings table(String name) {
        return Readings.table(POSTGRES, "changes." + name);
    }
}
