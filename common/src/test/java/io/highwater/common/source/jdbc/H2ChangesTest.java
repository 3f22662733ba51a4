package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.testing.TestH2;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class H2ChangesTest {
    private static final TestH2 H2 = new TestH2("changes");

    @BeforeAll
    static void createTables() {
        H2.execute(
                "CREATE TABLE instants (id INT PRIMARY KEY, \"at\" TIMESTAMP(6) WITH TIME ZONE)",
                "CREATE INDEX by_at ON instants (\"at\")",
                "INSERT INTO instants SELECT x, DATEADD(SECOND, x, TIMESTAMP WITH TIME ZONE '2024-05-01 02:00:00+02')"
                        + " FROM SYSTEM_RANGE(0, 99)",
                "INSERT INTO instants VALUES (100, NULL)",
                "CREATE TABLE seconds (id INT, at TIMESTAMP(0))",
                "INSERT INTO seconds VALUES (1, '2024-05-01 12:00:00'), (2, '2024-05-01 12:00:01')",
                "CREATE TABLE days (id INT, at DATE)",
                "INSERT INTO days VALUES (1, '2024-05-01'), (2, '2024-05-02')",
                "CREATE TABLE numbers (id INT, at BIGINT)",
                "INSERT INTO numbers VALUES (1, 1), (2, 2)");
    }

    @Test
    void clockIsTheDatabasesAndItsTransactionsAreUnseen() {
        try (Changes changes = Windows.open(table("instants"))) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Horizon horizon = changes.horizon(Duration.ofMinutes(1));

            assertThat(horizon.clock()).isBetween(before, before.plusSeconds(10));
            assertThat(horizon.bound()).isEqualTo(horizon.now() - 60_000_000);
            assertThat(horizon.notes())
                    .containsExactly("It is not known how to see the open transactions of H2: only incremental.lag and"
                            + " incremental.overlap guard against them.");
        }
    }

    @Test
    void windowsOfInstantsAreHalfOpenWhateverTheZoneOfTheirText() {
        try (Changes changes = Windows.open(table("instants"))) {
            Window window = Window.between(Windows.at("2024-05-01 00:00:10"), Windows.at("2024-05-01 00:00:12"));

            assertThat(changes.type()).isEqualTo(CursorType.INSTANT);
            assertThat(Windows.ids(changes, window)).containsExactly(10L, 11L);
            assertThat(Windows.ids(changes, window, WithoutCursor.INCLUDED)).containsExactly(10L, 11L, 100L);
            assertThat(changes.strays(Windows.at("2024-05-01 00:01:00"))).isEqualTo(new Strays(1, 40));
            assertThat(changes.holdsRows(Window.until(Windows.at("2024-05-01 00:00:00"))))
                    .isFalse();
            assertThat(changes.cuts(Window.until(Windows.at("2024-05-01 00:01:40")), 50))
                    .containsExactly(Windows.at("2024-05-01 00:00:50"));
            assertThat(changes.advice()).isEmpty();
        }
    }

    @Test
    void splitsOfAWindowHoldEveryRowOnce() {
        JdbcSettings settings = table("instants").withSplitting(Splitting.into(4));
        try (Changes changes = Windows.open(settings);
                Reading reading =
                        changes.open(Window.until(Windows.at("2024-05-01 00:01:20")), WithoutCursor.INCLUDED)) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(Readings.imbalance(H2, reading, "instants")).isLessThan(1.2);
            assertThat(Windows.ids(reading)).hasSize(81).doesNotHaveDuplicates();
        }
    }

    @Test
    void wholeSecondsDatesAndNumbersAreCursorsToo() {
        try (Changes seconds = Windows.open(table("seconds"));
                Changes days = Windows.open(table("days"));
                Changes numbers = Windows.open(table("numbers"))) {
            assertThat(seconds.horizon(Duration.ZERO).bound() % 1_000_000).isZero();
            assertThat(Windows.ids(seconds, Window.until(Windows.at("2024-05-01 12:00:01"))))
                    .containsExactly(1L);
            assertThat(Windows.ids(days, Window.until(CursorTexts.days("2024-05-02"))))
                    .containsExactly(1L);
            assertThat(numbers.horizon(Duration.ZERO).bound()).isEqualTo(3);
            assertThat(Windows.ids(numbers, Window.between(2, 3))).containsExactly(2L);
            assertThat(seconds.advice())
                    .containsExactly("Column AT has no index: every window reads the whole table."
                            + " CREATE INDEX seconds_AT ON seconds (AT)");
        }
    }

    private static JdbcSettings table(String name) {
        return Readings.table(H2, name);
    }
}
