package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Percent;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.Tending;
import io.highwater.common.state.Holder;
import io.highwater.common.state.Lease;
import io.highwater.common.state.StateStore;
import io.highwater.common.target.Chore;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.UpkeepSettings;
import io.highwater.common.testing.TestSpark;
import io.highwater.common.watch.LogFields;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepStepTest {
    @TempDir
    private Path directory;

    private Lake lake;

    @Test
    void stepTendsTheTablesOfTheStepsItDependsOnAndLeavesAHeldOneForAnotherTime() {
        lake = lake("""
                fixed { pattern = sql, query = "SELECT 1 AS id", target.path = "{lake}/fixed" }
                orders {
                  pattern = sql, write = merge, query = "SELECT id + unix_micros(now()) AS id FROM range(0, 10, 1, 1)"
                  target { path = "{lake}/orders", key = [id], upkeep { mode = apart, small-files = 3 } }
                }
                tidy { pattern = upkeep, depends-on = [fixed, orders], when = all-done }
                """);
        assertThat(run().out()).containsPattern("tidy +upkeep +SUCCESS.*nothing is due");
        run("--select", "orders");
        run("--select", "orders");
        assertThat(lake.run("pipeline", "--dry-run").out())
                .contains(
                        "tidy: upkeep into " + directory + "/fixed, " + directory + "/orders, after fixed, orders",
                        directory + "/orders: 3 files, ",
                        "would write 3 files anew, with 0 deleted rows in them");
        StateStore others =
                new StateStore(new Configuration(), lake.state().toString(), Clock.systemUTC(), Holder.thisProcess());
        Lease held =
                others.acquire(new StateStore.Applicant("orders", "run-1", "sql", "orders"), Duration.ofMinutes(5));

        run("--select", "tidy");
        List<String> left = reasons();
        others.release("orders");
        run("--select", "tidy");

        assertThat(held.generation()).isPositive();
        assertThat(left)
                .anyMatch(reason -> reason.startsWith(
                        "orders is left for another time: Cannot start job orders: run run-1 holds it"));
        assertThat(reasons())
                .anyMatch(reason -> reason.startsWith("3 files of " + directory + "/orders are 1 now, version 3, "));
        assertThat(lake.rows().count()).isEqualTo(30);
        assertThat(lake.texts("SELECT pattern FROM delta.`" + lake.state() + "/runs` WHERE job = 'fixed'"))
                .containsExactly("sql");
        conflictsAreLookedAtOnceMoreAndThenLeft();
    }

    private List<String> reasons() {
        return lake.texts(
                "SELECT reason FROM delta.`" + lake.state() + "/steps` WHERE step = 'tidy' AND status = 'SUCCESS'");
    }

    private void conflictsAreLookedAtOnceMoreAndThenLeft() {
        UpkeepSettings settings = new UpkeepSettings(
                UpkeepSettings.Mode.AUTO,
                2,
                Percent.of(10),
                UpkeepSettings.USUAL.fileSize(),
                UpkeepSettings.USUAL.keeping(),
                UpkeepSettings.USUAL.vacuum());
        run("--select", "orders");
        run("--select", "orders");

        assertThat(outcomeOf(settings, 2).warning().orElseThrow())
                .contains("The upkeep of ", "the table was changed while the run was at work");
        assertThat(outcomeOf(settings, 1).notes().get(0)).startsWith("3 files of ");
        assertThat(lake.rows().count()).isEqualTo(30 + 20 - 3);
    }

    /** Of the upkeep of orders when somebody takes out a row so many times between the look at the table and the commit. */
    private Outcome.Upkeep outcomeOf(UpkeepSettings settings, int times) {
        DeltaTarget target = DeltaTarget.at(
                TestSpark.session(),
                new TargetAddress.ByPath(directory.resolve("orders").toString()));
        AtomicInteger left = new AtomicInteger(times);
        Tending tending = Tending.alone(new OneRun());
        tending.tend(target, () -> {
            Optional<Chore> due = Chore.compaction(target, settings, "orders", List.of());
            if (left.getAndDecrement() > 0) {
                lake.texts("DELETE FROM {orders} WHERE id = "
                        + lake.texts("SELECT min(id) FROM {orders}").get(0));
            }
            return due;
        });
        return (Outcome.Upkeep) tending.outcomes().get(0);
    }

    private static final class OneRun implements RunContext {
        @Override
        public String run() {
            return "run-2";
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void reached(Step step) {}

        @Override
        public Stamp stamp(Map<String, String> facts) {
            return new Stamp("orders", run(), 1_000, "upkeep", facts);
        }

        @Override
        public void parts(List<Outcome> outcomes) {}

        @Override
        public LogFields.Scope unit(String name) {
            return () -> {};
        }

        @Override
        public boolean followsInterruptedRun() {
            return false;
        }

        @Override
        public void checkLease() {}
    }

    @Test
    void upkeepOfNothingIsAMistake() {
        lake = lake("""
                tell { class = "io.highwater.jobs.pipeline.OwnSteps$Tell" }
                tidy { pattern = upkeep, depends-on = [tell] }
                """);

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "highwater.pipeline.steps.tidy.depends-on",
                        "expected steps that keep tables, whose upkeep this is, or a target");
    }

    private CommandLineRun run(String... arguments) {
        CommandLineRun run = lake.run("pipeline", arguments);
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        return run;
    }

    private Lake lake(String steps) {
        return new Lake(directory)
                .written("pipeline { name = shop, steps { " + steps.replace("{lake}", directory.toString()) + " } }");
    }
}
