package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillFaultsTest extends Days {
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
        assertThat(attempts("FAILED"))
                .as("what does not pass is not tried again")
                .containsExactly("1");
        assertThat(lake.run("status").out())
                .contains("backfill of job orders by day: 58 success, 2 failed")
                .contains("2024-01  ###################x###########", "2024-02  ##############x##############");

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
        assertThat(lake.run("backfill", "--verify").out())
                .contains("every interval is loaded", "have as many rows as in the source");
    }

    @Test
    void whenNothingSucceedsTheRunStopsEarlyAndSaysWhyOnce() {
        lake = lake("", "checks = [ { name = impossible, where = \"total < 0\", on-fail = fail } ]");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains(
                        "0 intervals loaded, 3 failed, 57 not tried",
                        "the first 3 intervals failed and none succeeded; backfill.canary = false")
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
    void whatCannotBeLoadedIsSaidBeforeAnythingIsRead() {
        assertThat(List.of(
                        refused(3, "--from", "2024-03-01"),
                        refused(3, "--set", "backfill.max-intervals=30"),
                        refused(3, "--set", "backfill.column=note"),
                        refused(3, "--set", "backfill.column=id"),
                        refused(3, "--set", "backfill.interval=hour"),
                        refused(3, "--parallelism", "0"),
                        refused(3, "--parallelism", "65"),
                        refused(2, "--from", "yesterday")))
                .satisfiesExactly(
                        error -> assertThat(error).contains("2024-02-29 is before from = 2024-03-01"),
                        error -> assertThat(error).contains("2024-01-01 to 2024-02-29 are 60 intervals"),
                        error -> assertThat(error).contains("its type is STRING", "highwater.backfill.column"),
                        error -> assertThat(error).contains("it is a whole number. Name a date or a timestamp"),
                        error -> assertThat(error).contains("cannot be cut into intervals of one hour"),
                        error -> assertThat(error).contains("--parallelism = 0", "an integer from 1 to 64"),
                        error -> assertThat(error).contains("--parallelism = 65"),
                        error -> assertThat(error).contains("--from"));
        assertThat(lake.table()).doesNotExist();
    }

    @Test
    void rowsWithoutADateAreInNoInterval() {
        SHOP.execute("ALTER TABLE past.orders ALTER COLUMN day DROP NOT NULL", "INSERT INTO past.orders VALUES (9000)");

        CommandLineRun rehearsed = lake.run("backfill", "--dry-run");
        CommandLineRun refused = lake.run("backfill");
        CommandLineRun left = lake.run("backfill", "--set", "backfill.on-null=exclude");

        assertThat(rehearsed.out())
                .contains("refused: 1 rows of ", "have no day", "dry run: nothing was loaded or written");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("1 rows of ", "have no day, so that no interval holds them");
        assertThat(left.code()).as(left.err()).isZero();
        assertThat(left.out()).contains("600 rows written", "1 rows have no day and are left out");
    }

    /** The view's function says that it is stable, and has another day for a row that is looked for than for one that is read. */
    @Test
    void rowsThatTheSourceHandsOutAndThatAreInNoIntervalRefuseTheLoad() {
        SHOP.execute(
                "INSERT INTO past.orders SELECT n, date '2024-01-20', 'more', 1 FROM generate_series(1000, 1099) n",
                "CREATE FUNCTION past.moved(day date) RETURNS date LANGUAGE plpgsql STABLE AS"
                        + " 'BEGIN RETURN day - CASE WHEN random() < 0.3 THEN 400 ELSE 0 END; END'",
                "CREATE VIEW past.moving AS SELECT id, CASE WHEN day = date '2024-01-20' THEN past.moved(day) ELSE day END"
                        + " AS day, note, total FROM past.orders");

        CommandLineRun run = lake.run("backfill", "--set", "source.table=past.moving");

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("0 intervals loaded").containsPattern("check within-interval +[0-9]+ of ");
        assertThat(lake.table().resolve("_delta_log/00000000000000000000.json")).doesNotExist();
    }

    private String refused(int code, String... arguments) {
        CommandLineRun run = lake.run("backfill", arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        return run.err();
    }

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
    void anotherJobThatLoadsTheSameRowsMeanwhileDoublesNothing() {
        lake = lake("interval = week, group-rows = 100", "incremental.column = id");
        List<CommandLineRun> beside = new ArrayList<>();

        CommandLineRun run = lake.run(
                step -> {
                    if (step == Step.STAGED && beside.isEmpty()) {
                        SHOP.execute(
                                "INSERT INTO past.orders SELECT n, date '2024-03-01', 'live', 1 FROM"
                                        + " generate_series(700, 719) n",
                                "UPDATE past.orders SET note = 'newer than what was read' WHERE id = 5");
                        beside.add(lake.run("incremental", "--set", "job=live"));
                    }
                },
                "backfill",
                "--parallelism",
                "1");

        assertThat(beside).hasSize(1);
        assertThat(beside.get(0).code()).as(beside.get(0).err()).isZero();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(beside.get(0).out()).contains("620 rows written");
        assertThatTheTableIsTheSource();
    }

    @Test
    void failureThatStaysIsTracedToTheDayThatHasIt() {
        SHOP.execute(
                "CREATE FUNCTION past.checked(day date) RETURNS date LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF day = '2024-01-20' THEN RAISE EXCEPTION 'page is broken'; END IF; RETURN day; END $$",
                "CREATE VIEW past.fragile AS SELECT id, past.checked(day) AS checked, day, note, total FROM past.orders");
        lake = new io.highwater.jobs.Lake(directory)
                .reading(
                        SHOP,
                        "table = past.fragile",
                        "backfill { column = day, from = 2024-01-01, through = 2024-02-29, interval = week,"
                                + " retry { attempts = 2, backoff = 10 milliseconds } }");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("8 intervals loaded, 1 failed", "interval from 2024-01-15", "page is broken");
    }

    @Test
    void lostExecutorsAreTriedAgain() {
        java.util.concurrent.atomic.AtomicInteger staged = new java.util.concurrent.atomic.AtomicInteger();
        lake = lake("interval = month");

        CommandLineRun run = lake.run(
                step -> {
                    if (step == Step.STAGED && staged.incrementAndGet() == 1) {
                        throw new IllegalStateException(new org.apache.spark.SparkException(
                                "Job aborted due to stage failure: ExecutorLostFailure (executor 1 exited)"));
                    }
                },
                "backfill");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(attempts("SUCCESS")).containsExactlyInAnyOrder("1", "2");
        assertThatTheTableIsTheSource();
    }

    @Test
    void keysThatAreMissingOrRepeatedFailTheirDayAlone() {
        SHOP.execute("CREATE VIEW past.loose AS SELECT CASE WHEN id = 205 THEN NULL ELSE id END AS id, day, note, total"
                + " FROM past.orders UNION ALL SELECT id, day, note, total FROM past.orders WHERE id = 311");
        lake = new io.highwater.jobs.Lake(directory)
                .reading(
                        SHOP,
                        "table = past.loose",
                        "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).as(run.err()).isEqualTo(5);
        assertThat(run.err())
                .contains("58 intervals loaded, 2 failed", "interval from 2024-01-21", "key-not-null")
                .contains("interval from 2024-02-01", "key-unique   1 keys occur in 2 rows, such as id = 311");
    }

    private List<String> attempts(String status) {
        return lake.texts("SELECT DISTINCT attempts FROM delta.`" + lake.state() + "/intervals/orders` WHERE status = '"
                + status + "'");
    }
}
