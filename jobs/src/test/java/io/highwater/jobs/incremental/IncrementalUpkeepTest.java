package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.job.Step;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.AgedTable;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncrementalUpkeepTest extends TenOrders {
    private static final String ROWS = "SELECT concat_ws(' ', id, note) FROM {orders} ORDER BY 1";

    @Test
    void onceInSomeVersionsFilesAreBroughtTogetherAndWhatUndoPromisesOutlivesUpkeep() throws IOException {
        lake = kept("small-files = 3");
        loadedWith("a", 1);
        assertThat(loadedWith("b", 2).out()).doesNotContain("upkeep: ");
        assertThat(loadedWith("c", 3).out()).doesNotContain("upkeep: ");
        assertThat(loadedWith("d", 4).out())
                .contains(
                        "orders is at version 3, ", "  upkeep: 4 files of " + lake.table() + " are 1 now, version 4, ");
        List<String> before = lake.texts(ROWS);
        loadedWith("e", 1);
        assertThatTheTableIsTheSource();
        new AgedTable(lake.table()).by(Duration.ofDays(29));
        lake = kept("small-files = 3, retention = 8 days, log-retention = 90 days, vacuum.every = 1 day");

        assertThatThrownBy(() -> lake.run(IncrementalUpkeepTest::endAfterCommit, "upkeep"))
                .hasMessage("the process ends here");
        assertThatTheTableIsTheSource();
        CommandLineRun upkeep = lake.run("upkeep");

        assertThat(upkeep.code()).as(upkeep.err()).isZero();
        assertThat(upkeep.out())
                .contains(" that no version needs are deleted, ")
                .doesNotContain("warning", "interval");
        assertThat(TestSpark.session()
                        .sql("SHOW TBLPROPERTIES delta.`" + lake.table() + "`")
                        .filter("key LIKE 'delta.%RetentionDuration'")
                        .collectAsList())
                .extracting(property -> property.getString(1))
                .containsExactlyInAnyOrder("interval 192 hours", "interval 2160 hours");
        assertThatTheTableIsTheSource();
        CommandLineRun quiet = lake.run("incremental");
        assertThat(quiet.out()).contains("stays as it is").doesNotContain("upkeep: ", "was not made by this job");
        CommandLineRun undo = lake.run("undo");
        assertThat(undo.code()).as(undo.err()).isZero();
        assertThat(lake.texts(ROWS)).isEqualTo(before);
        CommandLineRun again = lake.run("undo");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id IN (3, 4) ORDER BY id"))
                .containsExactly("c", "order 4");
    }

    private static void endAfterCommit(Step step) {
        if (step == Step.COMMITTED) {
            throw new AssertionError("the process ends here");
        }
    }

    private CommandLineRun loadedWith(String note, int id) {
        SHOP.execute("UPDATE tide.orders SET note = '" + note + "', updated_at = clock_timestamp() WHERE id = " + id);
        CommandLineRun run = lake.run("incremental");
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private Lake kept(String upkeep) {
        return new Lake(directory)
                .reading(
                        SHOP,
                        "table = tide.orders",
                        "target.upkeep { " + upkeep + " }\nincremental { column = updated_at, overlap = 0 seconds }");
    }
}
