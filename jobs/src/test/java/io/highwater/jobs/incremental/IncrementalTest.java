package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final String TABLE = "table = tide.orders";

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void tenOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS tide CASCADE",
                "CREATE SCHEMA tide",
                "CREATE TABLE tide.orders (id bigint PRIMARY KEY, note text, updated_at timestamptz DEFAULT clock_timestamp())",
                "CREATE INDEX ON tide.orders (updated_at)",
                "INSERT INTO tide.orders (id, note) SELECT n, 'order ' || n FROM generate_series(1, 10) n");
        lake = lake("");
    }

    @Test
    void firstRunLoadsEverythingAndFurtherRunsWhatChanged() {
        CommandLineRun first = lake.run("incremental");
        SHOP.execute(
                "UPDATE tide.orders SET note = 'changed', updated_at = clock_timestamp() WHERE id <= 3",
                "INSERT INTO tide.orders (id, note) VALUES (11, 'late')");
        CommandLineRun second = lake.run("incremental");

        assertThat(first.err()).doesNotContain("defect");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("is at version 0 with 10 rows (10 read)", "10 inserted");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("is at version 1 with 4 rows", "1 inserted, 3 updated, 7 already there");
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
    void watermarkIsInTheCommitAndInTheState() {
        lake.run("incremental");

        assertThat(lake.history().get(0).<String>getAs("userMetadata"))
                .contains("\"watermark\":\"" + watermark() + "\"", "\"cursor\":\"updated_at\"", "\"job\":\"orders\"");
    }

    @Test
    void rowOfATransactionThatCommitsLateIsNotLost() throws Exception {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (101, 'after')");

            CommandLineRun held = lake.run("incremental");
            late.commit();

            assertThat(held.code()).as(held.err()).isZero();
            assertThat(held.out()).contains("held back to").contains("of user postgres, open since");
        }
        CommandLineRun next = lake.run("incremental");

        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void withoutTheGuardAndTheOverlapTheSameRowIsLost() throws Exception {
        lake = lake("overlap = 0 seconds, late-commits.wait-for = off");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            lake.run("incremental");
            late.commit();
        }
        lake.run("incremental");

        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id = 100")).containsExactly("0");
    }

    @Test
    void withTheOverlapAloneTheSameRowIsFound() throws Exception {
        lake = lake("late-commits.wait-for = off");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            lake.run("incremental");
            late.commit();
        }
        lake.run("incremental");

        assertThatTheTableIsTheSource();
    }

    @Test
    void transactionThatIsOpenForTooLongFailsTheRunIfItIsTo() throws Exception {
        lake = lake("late-commits { max-hold = 0 seconds, then = fail }");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");

            CommandLineRun run = lake.run("incremental");

            assertThat(run.code()).isEqualTo(7);
            assertThat(run.err())
                    .contains("Cannot load what changed: pid ")
                    .contains(", open since")
                    .contains("Nothing was loaded");
        }
    }

    @Test
    void tiesAtTheBoundAreNeitherLostNorDoubled() {
        lake = lake("overlap = 0 seconds");
        SHOP.execute("UPDATE tide.orders SET updated_at = '2024-05-01 00:00:00+00'");
        lake.run("incremental", "--set", "incremental.start=2024-05-01T00:00:00Z");
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'before', '2024-04-30 23:59:59.999999+00')");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("10");
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
    void withoutAKeyRowsAreAddedAndIdenticalOnesKeepTheirNumber() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "INSERT INTO tide.orders SELECT * FROM tide.orders WHERE id = 1");
        lake = keyless("");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders SELECT * FROM tide.orders WHERE id = 1");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("2 added, 11 already there");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rowsWithoutACursorAreRefusedIncludedOrLeftOut() {
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'timeless', NULL)");
        CommandLineRun refused = lake.run("incremental");
        CommandLineRun excluded = lake.run("incremental", "--set", "incremental.on-null=exclude");
        CommandLineRun included = lake.run("incremental", "--set", "incremental.on-null=include");
        CommandLineRun again = lake.run("incremental", "--set", "incremental.on-null=include");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("on-null   1 rows have no updated_at");
        assertThat(excluded.out()).contains("1 rows have no updated_at: they are left out", "with 10 rows");
        assertThat(included.out()).contains("1 inserted, 0 updated, 10 already there");
        assertThat(again.out()).contains("stays as it is");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rowsWithoutAKeyAreRefusedOrSetAsideOnce() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "ALTER TABLE tide.orders ALTER id DROP NOT NULL",
                "INSERT INTO tide.orders (id, note) VALUES (NULL, 'nobody')");
        CommandLineRun refused = lake.run("incremental");
        CommandLineRun aside = lake.run("incremental", "--set", "incremental.null-keys=quarantine");
        lake.run("incremental", "--set", "incremental.null-keys=quarantine");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("key-not-null   1 of 11 rows have no value in key column id");
        assertThat(aside.out()).contains("1 set aside");
        assertThat(lake.texts("SELECT concat_ws('|', reasons[0], get_json_object(row, '$.note')) FROM delta.`"
                        + lake.state().resolve("quarantine/orders") + "`"))
                .containsExactly("key-not-null|nobody");
    }

    @Test
    void nullKeysThatCountAsEqualAreMergedLikeOthers() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "ALTER TABLE tide.orders ALTER id DROP NOT NULL",
                "INSERT INTO tide.orders (id, note) VALUES (NULL, 'nobody')");
        lake = lake("null-keys = null-safe");
        lake.run("incremental");
        SHOP.execute("UPDATE tide.orders SET note = 'somebody', updated_at = clock_timestamp() WHERE id IS NULL");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void keyThatDoesNotTellRowsApartKeepsTheLatestAndSaysSo() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "INSERT INTO tide.orders (id, note) VALUES (1, 'the later one')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("1 rows share their key with a later row of the same window");
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 1")).containsExactly("the later one");
    }

    @Test
    void rowsAheadOfTheSourcesClockWaitAndAreCounted() {
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'tomorrow', now() + interval '1 day')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("1 rows are stamped ahead of the source's clock");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("10");
    }

    @Test
    void stateThatWasDeletedIsRebuiltFromTheData() {
        lake.run("incremental");
        String watermark = watermark();
        FileUtil.fullyDelete(lake.state().toFile());
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("the watermark " + watermark + " was found in the data, the state had none");
        assertThatTheTableIsTheSource();
    }

    @Test
    void tableThatIsGoneIsLoadedAgainFromTheBeginning() {
        lake.run("incremental");
        FileUtil.fullyDelete(lake.table().toFile());

        CommandLineRun run = lake.run("incremental");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("which this table does not have: everything is loaded again");
        assertThatTheTableIsTheSource();
    }

    @Test
    void newColumnsAreAddedLeftOutOrRefused() {
        lake.run("incremental");
        SHOP.execute(
                "ALTER TABLE tide.orders ADD COLUMN city text",
                "INSERT INTO tide.orders (id, note, city) VALUES (11, 'new', 'Ulm')");
        CommandLineRun refused = lake.run("incremental", "--set", "incremental.schema=fail");
        CommandLineRun ignored = lake.run("incremental", "--set", "incremental.schema=ignore");
        List<String> columns = List.of(lake.rows().columns());
        SHOP.execute("UPDATE tide.orders SET updated_at = clock_timestamp() WHERE id = 11");
        CommandLineRun added = lake.run("incremental");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("schema   column city STRING is new");
        assertThat(ignored.code()).as(ignored.err()).isZero();
        assertThat(columns).containsExactly("id", "note", "updated_at");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(lake.texts("SELECT city FROM {orders} WHERE id = 11")).containsExactly("Ulm");
    }

    @Test
    void widenedColumnIsWidenedAndANarrowedOneRefused() {
        SHOP.execute("ALTER TABLE tide.orders ADD COLUMN pieces int DEFAULT 1");
        lake.run("incremental");
        SHOP.execute(
                "ALTER TABLE tide.orders ALTER COLUMN pieces TYPE bigint",
                "INSERT INTO tide.orders (id, note, pieces) VALUES (11, 'many', 5000000000)");
        CommandLineRun wider = lake.run("incremental");
        SHOP.execute("ALTER TABLE tide.orders ALTER COLUMN pieces TYPE text");
        CommandLineRun lossy = lake.run("incremental");

        assertThat(wider.code()).as(wider.err()).isZero();
        assertThat(lake.texts("SELECT sum(pieces) FROM {orders}")).containsExactly("5000000010");
        assertThat(lossy.code()).isEqualTo(4);
        assertThat(lossy.err()).contains("column pieces was BIGINT and is now STRING");
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
    void otherCursorThanTheWatermarksIsRefused() {
        SHOP.execute("ALTER TABLE tide.orders ADD COLUMN created_at timestamptz DEFAULT now()");
        lake.run("incremental");

        CommandLineRun run = lake.run("incremental", "--set", "incremental.column=created_at");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("is about column updated_at").contains("highwater rewind --to-beginning");
    }

    @Test
    void changesBySomebodyElseAreReported() {
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("version 1 of").contains("(DELETE) was not made by this job");
    }

    @Test
    void restoreBySomebodyElseStopsTheJobUntilItIsRewound() {
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        lake.texts("RESTORE TABLE {orders} TO VERSION AS OF 0");

        CommandLineRun stopped = lake.run("incremental");
        CommandLineRun rewound = lake.run("rewind", "--to-version", "0");
        CommandLineRun next = lake.run("incremental");

        assertThat(stopped.code()).isEqualTo(4);
        assertThat(stopped.err()).contains("brought an earlier version back").contains("highwater rewind --to-version");
        assertThat(rewound.code()).as(rewound.err()).isZero();
        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void undoTakesTheWatermarkBackWithTheRows() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        lake.run("incremental");
        CommandLineRun undone = lake.run("undo");
        List<String> rows = lake.texts("SELECT count(*) FROM {orders}");
        CommandLineRun next = lake.run("incremental");

        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(rows).containsExactly("10");
        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void rewoundJobReadsAgainAndDoublesNothing() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        CommandLineRun rewound = lake.run("rewind", "--to", "2020-01-01");
        CommandLineRun next = lake.run("incremental");

        assertThat(rewound.code()).as(rewound.err()).isZero();
        assertThat(rewound.out()).contains("back to 2020-01-01T00:00:00Z");
        assertThat(next.out()).contains("1 inserted, 0 updated, 9 already there");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rewindGoesOnlyBackAndSurvivesALostState() {
        lake = lake("overlap = 0 seconds");
        CommandLineRun none = lake.run("rewind", "--to-beginning");
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        CommandLineRun forward = lake.run("rewind", "--to", "2999-01-01");
        CommandLineRun beginning = lake.run("rewind", "--to-beginning");
        FileUtil.fullyDelete(lake.state().toFile());
        lake.run("incremental");

        assertThat(none.code()).as(none.err()).isEqualTo(4);
        assertThat(none.err()).contains("Cannot rewind: the job has no watermark");
        assertThat(forward.code()).isEqualTo(4);
        assertThat(forward.err()).contains("only goes back");
        assertThat(beginning.code()).as(beginning.err()).isZero();
        assertThatTheTableIsTheSource();
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
    void statusShowsTheWatermarkAndHowFarItIsBehind() {
        lake.run("incremental");

        CommandLineRun status = lake.run("status");

        assertThat(status.out()).contains("updated_at", watermark()).containsPattern("\\d+ s");
        assertThat(lake.run("status", "--json").out()).contains("\"lag_seconds\"", "\"watermark\" : \"" + watermark());
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

        assertThat(run.out()).contains("with 9 rows");
    }

    private void assertThatTheTableIsTheSource() {
        String columns = "concat_ws('|', coalesce(id, -1), note)";
        assertThat(lake.texts("SELECT " + columns + " FROM {orders} ORDER BY 1"))
                .isEqualTo(SHOP.texts(
                        "SELECT c FROM (SELECT " + columns + " AS c FROM tide.orders) rows ORDER BY c COLLATE \"C\""));
    }

    private String watermark() {
        return lake.texts("SELECT watermark FROM delta.`" + lake.state().resolve("watermarks")
                        + "` ORDER BY generation DESC")
                .get(0);
    }

    private Lake lake(String incremental) {
        return new Lake(directory).reading(SHOP, TABLE, "incremental { column = updated_at, " + incremental + "\n}");
    }

    private Lake keyless(String incremental) {
        return new Lake(directory)
                .reading(SHOP, TABLE, "target.key = []\nincremental { column = updated_at, " + incremental + "\n}");
    }
}
