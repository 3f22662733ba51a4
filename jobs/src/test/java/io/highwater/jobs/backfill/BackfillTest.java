package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;

class BackfillTest extends Days {
    @Test
    void rangeIsLoadedOnceAndWhatIsLoadedIsNotReadAgain() {
        CommandLineRun first = loaded();
        SHOP.execute("UPDATE past.orders SET note = 'changed' WHERE day = '2024-02-01'");

        assertThat(first.out()).contains("600 rows written (600 read)", "60 intervals loaded");
        assertThat(lake.history().size()).as("neighbouring days share commits").isLessThan(10);
        assertThat(ledger()).containsExactly("SUCCESS: 60");
        assertThat(loaded().out()).contains("stays as it is: every interval is loaded (0 rows read)");

        CommandLineRun again = loaded("--reprocess", "all", "--from", "2024-02-01", "--through", "2024-02-01");

        assertThat(again.out()).contains("10 rows written (10 read)", "1 intervals loaded in 1 commits");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rowsOfOtherDaysStayAndRowsOfTheRangeThatAreGoneGo() {
        loaded();
        TestSpark.session()
                .sql("INSERT INTO delta.`" + lake.table() + "` VALUES (9001, date'2023-12-31', 'before', 1.0),"
                        + " (9002, date'2024-03-01', 'after', 1.0)");
        SHOP.execute("DELETE FROM past.orders WHERE day BETWEEN '2024-01-10' AND '2024-01-19'");

        loaded("--reprocess", "all", "--from", "2024-01-05", "--through", "2024-02-10");

        assertThat(lake.texts("SELECT id FROM {orders} WHERE id > 9000 ORDER BY id"))
                .containsExactly("9001", "9002");
        TestSpark.session().sql("DELETE FROM delta.`" + lake.table() + "` WHERE id > 9000");
        assertThatTheTableIsTheSource();
    }

    @Test
    void newestFirstAndOneByOne() {
        lake = lake("order = newest, group-rows = 1, parallelism = 1, from = 2024-02-25");

        loaded();

        assertThat(lake.texts("SELECT interval_from FROM delta.`" + lake.state()
                        + "/intervals/orders` WHERE status = 'SUCCESS' GROUP BY interval_from ORDER BY min(number)"))
                .containsExactly("2024-02-29", "2024-02-28", "2024-02-27", "2024-02-26", "2024-02-25");
        assertThat(lake.history()).hasSize(5);
    }

    @Test
    void otherIntervalsThanBeforeTakeOnlyWhatIsLacking() {
        loaded("--through", "2024-01-20");
        lake = lake("interval = month");

        assertThat(lake.run("backfill", "--dry-run").out())
                .contains("leave  (SUCCESS by run ", "day >= 2024-01-01 and day < 2024-01-21")
                .contains("load   (never tried)  day >= 2024-01-21 and day < 2024-03-01: 2 intervals");
        assertThat(loaded().out()).contains("400 rows written (400 read)");
        assertThatTheTableIsTheSource();
    }

    @Test
    void ledgerThatIsLostIsRebuiltFromTheStamps() throws Exception {
        loaded();
        FileUtils.deleteDirectory(lake.state().toFile());

        CommandLineRun again = loaded();

        assertThat(again.out()).contains("every interval is loaded (0 rows read)");
        assertThat(lake.history().stream()
                        .filter(version -> !version.getAs("operation").equals("WRITE")))
                .isEmpty();
    }

    @Test
    void ledgerOfATableThatIsGoneDoesNotCount() throws Exception {
        loaded();
        FileUtils.deleteDirectory(lake.table().toFile());
        org.apache.spark.sql.delta.DeltaLog.clearCache();

        assertThat(loaded().out()).contains("600 rows written", "loaded into another table at this place");
        assertThatTheTableIsTheSource();
    }

    @Test
    void dryRunSaysWhatWouldBeLoadedAndWhy() {
        CommandLineRun run = lake.run("backfill", "--dry-run");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("60 intervals of one day, 60 to load, oldest first")
                .contains("load   (never tried)  day >= 2024-01-01 and day < 2024-03-01: 60 intervals");
        assertThat(lake.table()).doesNotExist();
        assertThat(lake.state()).doesNotExist();
    }

    @Test
    void gapsAreThoseOfTheConfiguredDatesAndOfAllThatWereEverPlanned() {
        loaded("--through", "2024-01-10");
        loaded("--from", "2024-02-15", "--through", "2024-02-20");
        SHOP.execute(
                "INSERT INTO past.orders VALUES (9001, '2024-01-05', 'late', 1)",
                "DELETE FROM past.orders WHERE id = 461");
        CommandLineRun tooMany = lake.run("backfill", "--fill-gaps", "--set", "backfill.max-intervals=59");
        lake = lake("from = 2024-01-03, max-intervals = 60");

        CommandLineRun filled = loaded("--fill-gaps");

        assertThat(tooMany.code()).as(tooMany.err()).isEqualTo(3);
        assertThat(tooMany.err()).contains("2024-01-01 to 2024-02-29 are 60 intervals");
        assertThat(filled.out()).contains("440 rows written (440 read)", "44 intervals loaded");
        assertThat(lake.run("backfill", "--fill-gaps", "--verify", "--dry-run").out())
                .contains("2 to load", "2024-01-05 has 11 there and 10 here, 2024-02-16 has 9 there and 10 here");
        assertThat(loaded("--fill-gaps", "--verify").out()).contains("20 rows written", "2 intervals loaded");
        assertThat(loaded("--fill-gaps", "--verify").out())
                .contains("stays as it is: every interval is loaded", "have as many rows as in the source");
        assertThatTheTableIsTheSource();
    }

    @Test
    void incrementalLoadGoesOnWhereTheBackfillEnds() {
        SHOP.execute(
                "ALTER TABLE past.orders ADD changed timestamptz NOT NULL DEFAULT now()",
                "CREATE INDEX ON past.orders (changed)");
        lake = lake("handover = true", "incremental { column = changed, overlap = 0 seconds }");
        CommandLineRun backfill = loaded();
        SHOP.execute(
                "UPDATE past.orders SET note = 'after', changed = clock_timestamp() WHERE id = 7",
                "INSERT INTO past.orders VALUES (9001, '2024-03-05', 'new', 1, clock_timestamp())");

        CommandLineRun incremental = lake.run("incremental");

        assertThat(backfill.out()).contains("the watermark is at ", "highwater incremental goes on from there");
        assertThat(incremental.code()).as(incremental.err()).isZero();
        assertThat(incremental.out()).contains("2 rows written (2 read)", "1 inserted, 1 updated");
        assertThatTheTableIsTheSource();
        assertThat(loaded("--reprocess", "all", "--through", "2024-01-01").out())
                .contains("the watermark stays at ");
        assertThat(lake.run("incremental").out()).contains("nothing changed");
    }

    @Test
    void rowsOfOtherDatesThatNobodyWouldLoadStandAgainstAHandover() {
        SHOP.execute(
                "ALTER TABLE past.orders ADD changed timestamptz NOT NULL DEFAULT now()",
                "CREATE INDEX ON past.orders (changed)");
        lake = lake("handover = true, through = 2024-02-28", "incremental { column = changed }");

        SHOP.execute("ALTER TABLE past.orders ALTER COLUMN day DROP NOT NULL", "INSERT INTO past.orders VALUES (9000)");
        CommandLineRun undated = lake.run("backfill", "--set", "backfill.on-null=exclude");
        assertThat(undated.code()).isEqualTo(4);
        assertThat(undated.err()).contains("cannot go on from here: 1 rows of the source have no day");
        SHOP.execute("DELETE FROM past.orders WHERE id = 9000");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("cannot go on from here", "day from 2024-02-29 to before");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("590");
        assertThat(loaded("--through", "2024-02-29").out()).contains("10 rows written", "the watermark is at ");
    }

    @Test
    void whatIsTakenBackIsLoadedAgain() {
        loaded();
        assertThat(lake.run("undo").code()).isZero();

        CommandLineRun again = loaded();

        assertThat(again.out()).contains("were loaded and then taken back");
        assertThatTheTableIsTheSource();
        TestSpark.session().sql("RESTORE delta.`" + lake.table() + "` TO VERSION AS OF 0");
        assertThat(loaded().out()).contains("60 intervals were loaded and then taken back");
        assertThatTheTableIsTheSource();
    }

    @Test
    void smallFilesThatDaysHaveMadeAreBroughtTogetherAtTheEnd() {
        SHOP.execute("DELETE FROM past.orders WHERE day >= date '2024-01-13'");
        lake = lake("group-rows = 1, through = 2024-01-12", "target.upkeep.mode = auto");

        CommandLineRun first = loaded();

        assertThat(first.out()).contains("  upkeep: 12 files of " + lake.table() + " are 1 now, version ");
        assertThatTheTableIsTheSource();
        assertThat(lake.run("undo").code()).isZero();
        CommandLineRun second = loaded();
        assertThat(second.out()).contains("1 intervals were loaded and then taken back");
        assertThatTheTableIsTheSource();
    }
}
