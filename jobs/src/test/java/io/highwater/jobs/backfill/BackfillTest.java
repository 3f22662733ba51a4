package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.nio.file.Path;
import java.util.List;
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
    void dayThatFailsIsNamedAndTheOthersAreLoaded() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE day IN ('2024-01-20', '2024-02-15') AND id % 10 = 3");
        lake = lake("", "checks = [ { name = positive_total, where = \"total >= 0\", on-fail = fail } ]");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err())
                .contains("is not complete: 58 intervals loaded, 2 failed, 0 not tried")
                .contains("2 intervals, from 2024-01-20, 2024-02-15")
                .contains("check positive_total   1 of 10 rows do not meet: total >= 0");
        assertThat(days("FAILED")).containsExactly("2024-01-20", "2024-02-15");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("580");
        assertThat(lake.run("backfill", "--reprocess", "none").out()).contains("every interval is loaded");

        SHOP.execute("UPDATE past.orders SET total = 1 WHERE total < 0");
        assertThat(loaded().out()).contains("20 rows written (20 read)", "2 intervals loaded");
        assertThatTheTableIsTheSource();
        assertThat(ledger()).containsExactly("SUCCESS: 60");
    }

    @Test
    void rowsThatAreToBeSetAsideAreAndTheRestIsLoaded() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE id IN (203, 204)");
        lake = lake("", "checks = [ { name = positive_total, where = \"total >= 0\", on-fail = quarantine } ]");

        CommandLineRun run = loaded();

        assertThat(run.out()).contains("598 rows written (600 read, 2 set aside)");
        assertThat(lake.texts("SELECT get_json_object(row, '$.id') FROM delta.`" + lake.state()
                        + "/quarantine/orders` ORDER BY 1"))
                .containsExactly("203", "204");
        assertThat(lake.texts("SELECT sum(rows) FROM (SELECT *, row_number() OVER (PARTITION BY interval_from ORDER BY"
                        + " number DESC) AS rank FROM delta.`" + lake.state() + "/intervals/orders`) WHERE rank = 1"))
                .containsExactly("598");
    }

    @Test
    void whenNothingSucceedsTheRunStopsEarlyAndSaysWhyOnce() {
        lake = lake("", "checks = [ { name = impossible, where = \"total < 0\", on-fail = fail } ]");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains(
                        "0 intervals loaded, 3 failed, 57 not tried", "the first 3 intervals failed and none succeeded")
                .containsOnlyOnce("check impossible   10 of 10 rows do not meet: total < 0");
        assertThat(lake.table().resolve("_delta_log/00000000000000000000.json")).doesNotExist();
        assertThat(ledger()).containsExactly("FAILED: 3", "SKIPPED: 57");
    }

    @Test
    void enoughFailuresEndTheRun() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE day > '2024-01-10'");
        lake = lake(
                "max-failures = 2, parallelism = 1, group-rows = 1",
                "checks = [ { name = positive_total, where = \"total >= 0\", on-fail = fail } ]");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("10 intervals loaded, ", "because more than 2 intervals failed");
        // Those that were being loaded came to their end.
        assertThat(days("FAILED")).hasSizeBetween(3, 6);
        assertThat(days("SUCCESS")).hasSize(10);
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
    void partitionedTableIsReplacedPartitionByPartition() {
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = jdbc, url = \"%s\", user = %s, password = \"env:DB_PASSWORD\", table = past.orders }\n"
                                + "target { path = \"%s\", partition-by = [day] }\n"
                                + "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }",
                        SHOP.url(), SHOP.user(), lake.table()));
        loaded();
        SHOP.execute("UPDATE past.orders SET note = 'changed' WHERE day = '2024-02-01'");

        loaded("--reprocess", "all", "--from", "2024-02-01", "--through", "2024-02-02");

        assertThatTheTableIsTheSource();
        assertThat(lake.history().get(0).<Object>getAs("operationParameters").toString())
                .contains("`day` >= DATE '2024-02-02' AND `day` < DATE '2024-02-03'");
    }

    @Test
    void filesInDirectoriesByDateAreRead() {
        Path landing = directory.resolve("landing");
        TestSpark.session()
                .sql(
                        "SELECT id, date_add(date'2024-01-01', cast(id / 10 AS int)) AS day, concat('note ', id) AS note FROM"
                                + " range(600)")
                .write()
                .partitionBy("day")
                .parquet(landing.toString());
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = parquet }\ntarget { path = \"%s\", key = [id] }\n"
                                + "backfill { column = day, from = 2024-01-03, through = 2024-02-10 }",
                        landing, lake.table()));

        assertThat(loaded().out()).contains("390 rows written (390 read)");
        assertThat(lake.texts("SELECT concat_ws(' ', min(day), max(day), count(DISTINCT id)) FROM {orders}"))
                .containsExactly("2024-01-03 2024-02-10 390");
    }

    @Test
    void hoursOfADayOnWhichClocksChange() {
        SHOP.execute(
                "CREATE TABLE past.events (id bigint PRIMARY KEY, day timestamptz NOT NULL, note text, total numeric(10, 2))",
                "INSERT INTO past.events SELECT n, timestamptz '2024-10-26 21:30:00+00' + n * interval '10 minutes', 'n', 1"
                        + " FROM generate_series(0, 170) n");
        lake = new io.highwater.jobs.Lake(directory)
                .reading(
                        SHOP,
                        "table = past.events",
                        "backfill { column = day, from = 2024-10-27, through = 2024-10-27, interval = hour,"
                                + " zone = Europe/Berlin }");

        loaded();

        assertThat(ledger()).containsExactly("SUCCESS: 25");
        assertThat(lake.texts("SELECT count(*) FROM {orders}"))
                .isEqualTo(SHOP.texts("SELECT count(*) FROM past.events WHERE (day AT TIME ZONE 'Europe/Berlin')::date"
                        + " = '2024-10-27'"));
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
    void whatCannotBeLoadedIsSaidBeforeAnythingIsRead() {
        assertThat(List.of(
                        refused(3, "--from", "2024-03-01"),
                        refused(3, "--set", "backfill.max-intervals=30"),
                        refused(3, "--set", "backfill.column=note"),
                        refused(3, "--set", "backfill.column=id"),
                        refused(3, "--set", "backfill.interval=hour"),
                        refused(2, "--from", "yesterday")))
                .satisfiesExactly(
                        error -> assertThat(error).contains("2024-02-29 is before from = 2024-03-01"),
                        error -> assertThat(error).contains("2024-01-01 to 2024-02-29 are 60 intervals"),
                        error -> assertThat(error).contains("its type is STRING", "highwater.backfill.column"),
                        error -> assertThat(error).contains("it is a whole number. Name a date or a timestamp"),
                        error -> assertThat(error).contains("cannot be cut into intervals of one hour"),
                        error -> assertThat(error).contains("--from"));
        assertThat(lake.table()).doesNotExist();
    }

    @Test
    void rowsWithoutADateAreInNoInterval() {
        SHOP.execute("ALTER TABLE past.orders ALTER COLUMN day DROP NOT NULL", "INSERT INTO past.orders VALUES (9000)");

        CommandLineRun refused = lake.run("backfill");
        CommandLineRun left = lake.run("backfill", "--set", "backfill.on-null=exclude");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("1 rows of ", "have no day, so that no interval holds them");
        assertThat(left.code()).as(left.err()).isZero();
        assertThat(left.out()).contains("600 rows written", "1 rows have no day and are left out");
    }

    private String refused(int code, String... arguments) {
        CommandLineRun run = lake.run("backfill", arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        return run.err();
    }

    @Test
    void gapsAreFoundInTheLedgerAndByCounting() {
        loaded("--through", "2024-01-10");
        loaded("--from", "2024-02-20");
        SHOP.execute(
                "INSERT INTO past.orders VALUES (9001, '2024-01-05', 'late', 1)",
                "DELETE FROM past.orders WHERE id = 511");
        lake = lake("from = 2020-01-01, through = 2020-01-02");

        assertThat(loaded("--fill-gaps").out()).contains("400 rows written (400 read)", "40 intervals loaded");
        assertThat(lake.run("backfill", "--fill-gaps", "--verify", "--dry-run").out())
                .contains("2 to load", "2024-01-05 has 11 there and 10 here, 2024-02-21 has 9 there and 10 here");
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
    void filesWithTheDateInTheirNamesAreReadAndHaveTheColumnsOfAllOfThem() throws Exception {
        Path landing = java.nio.file.Files.createDirectories(directory.resolve("landing it/2024"));
        for (int day = 1; day <= 9; day++) {
            java.nio.file.Files.writeString(
                    landing.resolve("orders_202401" + String.format("%02d", day) + ".json"),
                    "{\"id\":" + day + (day == 4 ? ",\"note\":\"n4\"" : "") + "}\n{\"id\":" + (100 + day) + "}\n");
        }
        java.nio.file.Files.writeString(landing.resolve("orders_20240199.json"), "{\"no\":\"such day\"}\n");
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s/{yyyy}/orders_{yyyyMMdd}.json\", format = json }\n"
                                + "target { path = \"%s\", key = [id] }\n"
                                + "backfill { column = day, from = 2024-01-03, through = 2024-01-11, group-rows = 1 }",
                        landing.getParent(), lake.table()));

        assertThat(loaded().out()).contains("14 rows written (14 read)", "9 intervals loaded");
        assertThat(lake.texts("SELECT concat_ws(' ', id, note, day) FROM {orders} ORDER BY id"))
                .startsWith("3 2024-01-03", "4 n4 2024-01-04")
                .hasSize(14);
    }

    /** A commit whose success got lost on the way: the run tries its intervals again, and must not have them twice. */
    @Test
    void commitThatIsMadeAndThoughtFailedDoublesNothing() {
        java.util.concurrent.atomic.AtomicInteger commits = new java.util.concurrent.atomic.AtomicInteger();

        CommandLineRun run = lake.run(
                step -> {
                    if (step == io.highwater.common.job.Step.COMMITTED && commits.incrementAndGet() == 2) {
                        throw new IllegalStateException("the answer got lost");
                    }
                },
                "backfill");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(commits.get()).isGreaterThan(3);
        assertThatTheTableIsTheSource();
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
