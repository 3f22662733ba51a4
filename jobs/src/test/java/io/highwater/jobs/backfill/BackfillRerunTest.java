package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
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
