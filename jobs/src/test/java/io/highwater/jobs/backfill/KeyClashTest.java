package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import org.junit.jupiter.api.Test;

/** Keys that are in more than one interval. */
class KeyClashTest extends Days {
    @Test
    void rowWhoseDateWasChangedIsInOneIntervalInTheEnd() {
        loaded();
        SHOP.execute("UPDATE past.orders SET day = '2024-02-01' WHERE id = 15");

        CommandLineRun alone =
                lake.run("backfill", "--reprocess", "all", "--from", "2024-02-01", "--through", "2024-02-01");

        assertThat(alone.code()).as(alone.out()).isEqualTo(4);
        assertThat(alone.err())
                .contains("1 keys are in the table more than once, such as {\"id\":15} at 2024-01-02 and 2024-02-01");
        assertThat(days("FAILED")).containsExactly("2024-02-01");
        assertThat(loaded().out()).contains("2 intervals loaded");
        assertThatTheTableIsTheSource();
        assertThat(loaded().out()).contains("every interval is loaded");
    }

    @Test
    void keyOfTwoDatesFailsBothAndNoOther() {
        SHOP.execute("CREATE VIEW past.twice AS SELECT * FROM past.orders UNION ALL"
                + " SELECT id, date '2024-02-20', note, total FROM past.orders WHERE id = 15");
        lake = new Lake(directory)
                .reading(
                        SHOP,
                        "table = past.twice",
                        "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }");

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).as(run.out()).isEqualTo(5);
        assertThat(run.err())
                .contains("58 intervals loaded, 2 failed", "2 intervals, from 2024-01-02, 2024-02-20")
                .contains("{\"id\":15} at 2024-01-02 and 2024-02-20");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("601");
    }
}
