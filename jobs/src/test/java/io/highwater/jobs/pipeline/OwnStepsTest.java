package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How steps end that have nothing to do with tables. */
class OwnStepsTest {
    @TempDir
    private Path directory;

    private Lake lake;

    private Lake lake(String steps) {
        return new Lake(directory).written("pipeline { name = shop, steps { " + steps + " } }");
    }

    @Test
    void stepsThatFailAreTriedAgainAndStepsThatHangAreEnded() {
        lake = lake(
                """
                lucky { class = ${own}Fail, options.succeeds-at = 3, retry { attempts = 3, backoff = 10 milliseconds } }
                unlucky { class = ${own}Fail, retry { attempts = 2, backoff = 10 milliseconds } }
                hung { class = ${own}Hang, timeout = 2 seconds }
                cleared { class = ${own}Tell, depends-on = [hung, lucky], when = all-done }
                careful { class = ${own}Tell, depends-on = [hung, lucky], when = none-failed }
                off { class = ${own}Tell, enabled = false }
                unhurt { class = ${own}Tell, depends-on = [off], when = none-failed }
                """.replace("${own}", "\"io.highwater.jobs.pipeline.OwnSteps$").replaceAll("(OwnSteps.\\w+)", "$1\""));

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(5);
        assertThat(OwnSteps.statuses(lake))
                .isEqualTo(new TreeMap<>(Map.of(
                        "lucky", "SUCCESS",
                        "unlucky", "FAILED",
                        "hung", "FAILED",
                        "cleared", "SUCCESS",
                        "careful", "SKIPPED",
                        "off", "SKIPPED",
                        "unhurt", "SUCCESS")));
        assertThat(run.err()).contains("attempt 2 of 3 failed, the next is in 20 ms: ");
        assertThat(run.out())
                .contains(
                        "it took longer than timeout = 2 s; its Spark jobs were cancelled",
                        "failed with java.lang.IllegalStateException: no luck with unlucky",
                        "it is not enabled");
        await().until(() -> TestSpark.session().sparkContext().statusTracker().getActiveJobIds().length == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyStepsEndAsTheModelSays(long seed) {
        StepModel model = new StepModel(seed, 200);
        lake = lake(model.written());

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(5);
        assertThat(OwnSteps.statuses(lake)).isEqualTo(new TreeMap<>(model.statuses()));
    }
}
