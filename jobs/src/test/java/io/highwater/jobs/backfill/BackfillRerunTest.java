package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

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
}
