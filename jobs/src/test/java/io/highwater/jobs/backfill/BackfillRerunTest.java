package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a run makes of what runs before it have left. */
class BackfillRerunTest extends Days {
    private static final String POSITIVE =
            "checks = [ { name = positive_total, where = \"total >= 0\", on-fail = fail } ]";

    @Test
    void intervalsThatWereLoadedOnceAndNowCannotBeLoadedStayFailed() {
        lake = lake("", POSITIVE);
        loaded();
        SHOP.execute("UPDATE past.orders SET total = -1");
        assertThat(lake.run("backfill", "--reprocess", "all").code()).isEqualTo(4);
        assertThat(ledger()).containsExactly("FAILED: 3", "SKIPPED: 57");

        CommandLineRun again = lake.run("backfill");

        assertThat(again.code()).as(again.out()).isEqualTo(4);
        assertThat(ledger()).containsExactly("FAILED: 3", "SKIPPED: 57");
        SHOP.execute("UPDATE past.orders SET total = 2");
        assertThat(loaded().out()).contains("60 intervals loaded");
        assertThatTheTableIsTheSource();
    }

    @Test
    void whatIsToBeLoadedAgainIsLoadedAgainByTheRunAfterOneThatDied() {
        loaded();
        SHOP.execute("UPDATE past.orders SET note = 'changed'");
        assertThat(dyingAt(Step.COMMITTED, "--reprocess", "all").code()).isEqualTo(1);

        assertThat(loaded().out()).contains("590 rows written", "59 intervals loaded");
        assertThatTheTableIsTheSource();

        SHOP.execute("DELETE FROM past.orders WHERE id IN (15, 205)");
        assertThat(dyingAt(Step.STAGED, "--verify").code()).isEqualTo(1);

        assertThat(loaded().out()).contains("18 rows written", "2 intervals loaded");
        assertThatTheTableIsTheSource();
    }

    @Test
    void intervalsThatFailedBeforeAndAreLeftAreSaidToBe() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE day IN ('2024-01-20', '2024-02-15') AND id % 10 = 3");
        lake = lake("", POSITIVE);
        assertThat(lake.run("backfill").code()).isEqualTo(5);

        CommandLineRun again = lake.run("backfill");
        CommandLineRun left = lake.run("backfill", "--reprocess", "none");

        assertThat(again.code()).as("most of the plan is loaded").isEqualTo(5);
        assertThat(left.code()).as(left.out()).isEqualTo(5);
        assertThat(left.err())
                .contains("0 intervals loaded, 0 failed, 0 not tried")
                .contains("2 intervals, from 2024-01-20, 2024-02-15, failed in an earlier run and were left")
                .contains("--reprocess failed");
    }

    @Test
    void whatFailedIsInTheLedgerThoughTheRunDied() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE day = '2024-01-02'");
        lake = lake("group-rows = 1, parallelism = 1, through = 2024-01-04", POSITIVE);
        AtomicInteger staged = new AtomicInteger();

        CommandLineRun died = lake.run(
                step -> {
                    if (step == Step.STAGED && staged.incrementAndGet() == 3) {
                        throw new OutOfMemoryError("as if");
                    }
                },
                "backfill");

        assertThat(died.code()).isEqualTo(1);
        assertThat(days("FAILED")).containsExactly("2024-01-02");
    }

    @Test
    void stoppedRunDoesNotTryAgainWhatWaits() {
        SHOP.execute("UPDATE past.orders SET total = -1 WHERE day > '2024-01-01'");
        lake = lake("max-failures = 0, parallelism = 2, group-rows = 1, retry.backoff = 10 minutes", POSITIVE);
        AtomicInteger staged = new AtomicInteger();

        CommandLineRun run = lake.run(
                step -> {
                    if (step == Step.STAGED && staged.incrementAndGet() == 2) {
                        throw new UserException(ExitCode.UNAVAILABLE, "The database does not answer.");
                    }
                },
                "backfill");

        assertThat(run.code()).as(run.err()).isEqualTo(5);
        assertThat(lake.texts("SELECT DISTINCT attempts FROM delta.`" + lake.state()
                        + "/intervals/orders` WHERE status = 'FAILED'"))
                .containsExactly("1");
        assertThat(run.err()).contains("The database does not answer.");
    }

    private CommandLineRun dyingAt(Step last, String... arguments) {
        return lake.run(
                step -> {
                    if (step == last) {
                        throw new OutOfMemoryError("as if");
                    }
                },
                "backfill",
                arguments);
    }
}
