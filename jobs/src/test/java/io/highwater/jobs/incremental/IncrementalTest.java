package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import org.junit.jupiter.api.Test;

class IncrementalTest extends TenOrders {
    @Test
    void firstRunLoadsEverythingAndFurtherRunsWhatChanged() {
        CommandLineRun first = lake.run("incremental");
        SHOP.execute(
                "UPDATE tide.orders SET note = 'changed', updated_at = clock_timestamp() WHERE id <= 3",
                "INSERT INTO tide.orders (id, note) VALUES (11, 'late')");
        CommandLineRun second = lake.run("incremental");

        assertThat(first.err()).doesNotContain("defect");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("is at version 0, 10 rows written (10 read)", "10 inserted");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("is at version 1, 4 rows written", "1 inserted, 3 updated, 7 already there");
        assertThatTheTableIsTheSource();
    }

    @Test
    void nothingNewCommitsNothingAndStillMovesTheWatermark() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        String before = watermark();

        CommandLineRun again = lake.run("incremental");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("stays as it is: nothing changed");
        assertThat(lake.history()).hasSize(1);
        assertThat(watermark()).isGreaterThan(before);
    }

    @Test
    void rowsNewerThanEverythingStoredAreAppendedWithoutAMerge() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new'), (12, 'new')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("2 inserted, 0 updated, 0 already there; no stored row was looked at");
        assertThat(lake.history())
                .extracting(version -> version.<String>getAs("operation"))
                .doesNotContain("MERGE");
        assertThatTheTableIsTheSource();
    }

    @Test
    void overlapThatHoldsNothingNewCommitsNothing() {
        lake.run("incremental");

        CommandLineRun again = lake.run("incremental");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("stays as it is", "10 rows read", "10 already there");
        assertThat(lake.history()).hasSize(1);
    }

    @Test
    void bigSpanIsReadInSeveralWindowsEachWithItsCommit() {
        SHOP.execute(
                "UPDATE tide.orders SET updated_at = timestamptz '2024-05-01 00:00:00+00' + id * interval '1 hour'",
                "ANALYZE tide.orders");
        lake = lake("window-rows = 3");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(lake.history().size()).isBetween(3, 6);
        assertThatTheTableIsTheSource();
        assertThat(lake.texts("SELECT count(*) FROM delta.`" + lake.state().resolve("watermarks") + "`"))
                .containsExactly(String.valueOf(lake.history().size()));
    }

    @Test
    void columnThatIsNoCursorIsAConfigurationError() {
        CommandLineRun missing = lake.run("incremental", "--set", "incremental.column=changed_at");
        CommandLineRun text = lake.run("incremental", "--set", "incremental.column=note");

        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err())
                .contains("by column changed_at: there is no such column. It has [id, note, updated_at]");
        assertThat(text.code()).isEqualTo(3);
        assertThat(text.err()).contains("its type is STRING, it must be a timestamp, a date or a whole number");
    }

    @Test
    void cursorWithoutAnIndexIsWarnedOfWithTheStatementThatMakesOne() {
        SHOP.execute("DROP INDEX tide.orders_updated_at_idx");

        assertThat(lake.run("incremental").out()).contains("CREATE INDEX").contains("updated_at");
    }

    @Test
    void dryRunShowsTheWindowAndTouchesNothing() {
        CommandLineRun run = lake.run("incremental", "--dry-run");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("by updated_at", "the watermark is at the beginning", "window everything before", "by [id]");
        assertThat(lake.table()).doesNotExist();
        assertThat(lake.state()).doesNotExist();
    }

    @Test
    void integerCursorFollowsNoClock() {
        lake = lake("column = id");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        CommandLineRun second = lake.run("incremental");
        CommandLineRun lagging = lake.run("incremental", "--set", "incremental.lag=1 minute");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("1 inserted", "the watermark is at 12");
        assertThat(lagging.code()).isEqualTo(3);
        assertThat(lagging.err()).contains("id counts and follows no clock");
        assertThatTheTableIsTheSource();
    }

    @Test
    void dateCursorLeavesTodayForTomorrow() {
        SHOP.execute(
                "ALTER TABLE tide.orders ADD COLUMN day date",
                "UPDATE tide.orders SET day = (now() AT TIME ZONE 'UTC')::date - CASE WHEN id = 1 THEN 0 ELSE 1 END");
        lake = lake("column = day");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("9 rows written");
    }
}
