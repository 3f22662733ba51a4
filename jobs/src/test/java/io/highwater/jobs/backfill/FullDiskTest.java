package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The target's disk is a small one in memory, which this test mounts. */
class FullDiskTest extends Days {
    private boolean mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(done("umount", lake.table().toString())).isTrue();
        }
    }

    @Test
    void backfillThatFillsTheDiskSaysSoLeavesNoHalfADayAndGoesOnWhenThereIsRoom() throws Exception {
        SHOP.execute("DELETE FROM past.orders WHERE day >= date '2024-01-13'");
        lake = lake("group-rows = 1, parallelism = 1, retry.attempts = 2, through = 2024-01-12");
        Files.createDirectories(lake.table());
        mounted = done(
                "mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", lake.table().toString());
        assumeThat(mounted)
                .as("only root may mount a small disk, and not in every container")
                .isTrue();

        CommandLineRun run = lake.run("backfill");

        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(5);
        assertThat(run.err()).contains("No space left on device", "Run again");
        List<String> loaded = days("SUCCESS");
        assertThat(loaded).isNotEmpty().hasSizeLessThan(12);
        assertThat(lake.texts("SELECT concat_ws(' ', day, count(*)) FROM {orders} GROUP BY day ORDER BY day"))
                .containsExactlyElementsOf(
                        loaded.stream().map(day -> day + " 10").toList());
        assertThat(done("mount", "-o", "remount,size=64m", lake.table().toString()))
                .isTrue();

        loaded();

        assertThatTheTableIsTheSource();
        assertThat(ledger()).containsExactly("SUCCESS: 12");
    }

    private static boolean done(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
