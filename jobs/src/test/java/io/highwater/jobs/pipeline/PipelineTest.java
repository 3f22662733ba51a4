package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void shop() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS steps CASCADE",
                "CREATE SCHEMA steps",
                "CREATE TABLE steps.customers (id bigint PRIMARY KEY, name text)",
                "INSERT INTO steps.customers SELECT n, 'customer ' || n FROM generate_series(1, 10) n",
                "CREATE TABLE steps.orders (id bigint PRIMARY KEY, customer bigint, total numeric(10, 2),"
                        + " changed timestamptz NOT NULL DEFAULT now())",
                "INSERT INTO steps.orders SELECT n, n % 10 + 1, n FROM generate_series(1, 100) n",
                "CREATE INDEX ON steps.orders (changed)");
        OwnSteps.TOLD.clear();
        lake = lake("""
                customers { pattern = full-refresh, source.table = steps.customers, target { path = {customers}, key = [id] } }
                orders {
                  pattern = incremental, depends-on = customers, source.table = steps.orders
                  target { path = {orders}, key = [id] }, incremental.column = changed
                }
                revenue {
                  pattern = sql, depends-on = [orders, customers], target { path = {revenue}, key = [name] }
                  query = "SELECT name, sum(total) AS total FROM delta.`{lake}/orders` o JOIN delta.`{lake}/customers` c ON o.customer = c.id GROUP BY name"
                }
                tell { class = "io.highwater.jobs.pipeline.OwnSteps$Tell", depends-on = [revenue, orders], when = all-done }
                """);
    }

    private Lake lake(String steps, String... more) {
        String all = """
                source { type = jdbc, url = "%s", user = postgres, password = "env:DB_PASSWORD" }
                pipeline { name = shop, %s
                steps { %s } }
                """.formatted(SHOP.url(), String.join("\n", more), steps).replace("{lake}", directory.toString());
        for (String table : List.of("customers", "orders", "revenue")) {
            all = all.replace("{" + table + "}", "\"" + directory.resolve(table) + "\"");
        }
        return new Lake(directory).written(all);
    }

    @Test
    void stepsRunInTheOrderOfTheirDependencies() {
        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(OwnSteps.statuses(lake))
                .containsOnly(
                        Map.entry("customers", "SUCCESS"), Map.entry("orders", "SUCCESS"),
                        Map.entry("revenue", "SUCCESS"), Map.entry("tell", "SUCCESS"));
        assertThat(OwnSteps.TOLD.get("tell")).isEqualTo(Map.of("revenue", "SUCCESS", "orders", "SUCCESS"));
        assertThat(revenue())
                .isEqualTo(SHOP.texts("SELECT c.name || '|' || sum(total) FROM steps.orders o"
                        + " JOIN steps.customers c ON o.customer = c.id GROUP BY c.name ORDER BY c.name"));

        SHOP.execute("INSERT INTO steps.orders VALUES (101, 1, 1000)");
        CommandLineRun second = lake.run("pipeline", "--select", "orders+");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("orders", "revenue", "tell").doesNotContain("full-refresh");
        assertThat(revenue()).anyMatch(row -> row.startsWith("customer 1|") || row.contains("1000"));
    }

    @Test
    void failureStopsNothingThatItDoesNotFeedAndResumeDoesTheRest() {
        SHOP.execute("ALTER TABLE steps.orders RENAME COLUMN changed TO touched");

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err())
                .contains(
                        "Pipeline shop did not do all it should: 2 of 4 steps succeeded, 1 failed (orders), 1 were"
                                + " skipped.",
                        "--resume");
        assertThat(run.out()).contains("it depends on orders, which failed", "orders failed (exit code 3):", "changed");
        assertThat(OwnSteps.statuses(lake))
                .containsOnly(
                        Map.entry("customers", "SUCCESS"),
                        Map.entry("orders", "FAILED"),
                        Map.entry("revenue", "SKIPPED"),
                        Map.entry("tell", "SUCCESS"));
        assertThat(OwnSteps.TOLD.get("tell")).isEqualTo(Map.of("revenue", "SKIPPED", "orders", "FAILED"));
        SHOP.execute("ALTER TABLE steps.orders RENAME COLUMN touched TO changed", "DROP TABLE steps.customers CASCADE");

        CommandLineRun resumed = lake.run("pipeline", "--resume");

        assertThat(resumed.code()).as(resumed.err() + resumed.out()).isZero();
        assertThat(resumed.out()).contains("kept from run ");
        assertThat(OwnSteps.statuses(lake).values()).containsOnly("SUCCESS");
        assertThat(revenue()).hasSize(10);
        CommandLineRun dry = lake.run("pipeline", "--resume", "--dry-run");
        assertThat(dry.out()).contains("pipeline shop: 4 of 4 steps", "revenue: sql into ", "would be kept from run ");
        assertThat(lake.run("pipeline", "--resume", "no-such-run").err())
                .contains("has no run no-such-run; its last one is");
    }

    @Test
    void dryRunSaysWhatEachStepWouldDo() {
        CommandLineRun run = lake.run("pipeline", "--dry-run");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "pipeline shop: 4 of 4 steps, up to 4 at a time",
                        "customers: full-refresh into ",
                        "would create ",
                        "orders: incremental into ",
                        ", after customers",
                        "revenue: sql into ",
                        ", after orders, customers",
                        "cannot be planned before those have run: ",
                        "tell: io.highwater.jobs.pipeline.OwnSteps$Tell, after revenue, orders, however they end",
                        "dry run: nothing was read or written");
        assertThat(lake.state()).doesNotExist();
    }

    @Test
    void whatDoesNotFitTogetherIsSaidBeforeAnythingRuns() {
        lake = lake("""
                a { class = "no.such.Step", depends-on = [b] }
                b { pattern = sql, query = "SELECT 1", depends-on = [c], target.path = /nowhere }
                c { pattern = incremental, depends-on = [a, z], source.table = t, target { path = /nowhere }, incremental.column = x }
                d { class = "java.lang.String", source.table = t, depends-on = [b, b] }
                e { pattern = full-refesh, wieght = 2, job = b }
                """, "paralellism = 3");

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "highwater.pipeline.steps.a.class",
                        "expected a class on the class path; add its jar",
                        "the steps wait for one another in a circle: a -> b -> c -> a",
                        "there is no step z; there are a, b, c, d, e",
                        "b stands there twice",
                        "step b is job b below ",
                        "expected a class that implements io.highwater.jobs.pipeline.step.PipelineStep",
                        "highwater.pipeline.steps.d.source",
                        "expected one of full-refresh, incremental, cdc-merge, backfill, sql",
                        "highwater.pipeline.steps.e.wieght",
                        "did you mean weight?",
                        "highwater.pipeline.paralellism",
                        "did you mean parallelism?");
        assertThat(lake.state()).doesNotExist();
        assertThat(lake("").run("pipeline").err()).contains("expected at least one step");
        CommandLineRun unknown = lake("a { class = \"io.highwater.jobs.pipeline.OwnSteps$Tell\" }")
                .run("pipeline", "--select", "b+");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("--select: no step is called b+. There are a.");
    }

    @Test
    void whatWouldFailFailsTheDryRunAndWhatFailedAlikeIsSaidOnce() {
        String step = " { pattern = full-refresh, source.table = steps.nothing, target.path = \"{lake}/x\" }\n";
        lake = lake("one" + step + "other" + step);

        CommandLineRun dry = lake.run("pipeline", "--dry-run");
        CommandLineRun run = lake.run("pipeline");

        assertThat(dry.code()).isEqualTo(3);
        assertThat(dry.out()).contains("would fail: Cannot read table steps.nothing");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("one, other failed (exit code 3):");
    }

    @Test
    void oneStepStandsForManyTables() {
        SHOP.execute(
                "CREATE TABLE steps.\"Odd Name\" (a int)",
                "INSERT INTO steps.\"Odd Name\" VALUES (1), (2)",
                "CREATE TABLE steps._audit (a int)",
                "INSERT INTO steps._audit VALUES (1)",
                "CREATE TABLE steps.tmp_x (a int)");
        String steps = """
                rest { tables = "steps.*", except = ["tmp_*"], pattern = full-refresh, target.path = "{lake}/{schema}/{table}" }
                orders {
                  pattern = incremental, source.table = steps.orders, target { path = {orders}, key = [id] }
                  incremental.column = changed
                }
                tell { class = "io.highwater.jobs.pipeline.OwnSteps$Tell", depends-on = [rest, orders] }
                """;
        lake = lake(steps);

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(OwnSteps.TOLD.get("tell"))
                .isEqualTo(
                        Map.of("customers", "SUCCESS", "Odd_Name", "SUCCESS", "audit", "SUCCESS", "orders", "SUCCESS"));
        assertThat(lake.texts("SELECT a FROM delta.`" + directory.resolve("steps/Odd Name") + "` ORDER BY a"))
                .containsExactly("1", "2");
        assertThat(lake(steps.replace("/{table}", "")).run("pipeline").err()).contains("expected {table} in it");
        assertThat(lake(steps.replace("steps.*", "nothing.*")).run("pipeline").err())
                .contains("no table is called so");
    }

    /** The process is killed after the second job's commit; what it had not said is found out by the next run. */
    @Test
    void pipelineThatIsKilledHoldsUntilItIsDeadAndIsResumed() throws Exception {
        Path reached = directory.resolve("reached");
        Process process = JobProcess.start(
                KillableCommand.class,
                directory.resolve("process.log"),
                List.of(
                        "COMMITTED:2",
                        reached.toString(),
                        directory.resolve("go").toString(),
                        "pipeline",
                        "--conf-file",
                        directory.resolve("job.conf").toString()));
        try {
            await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(reached) || !process.isAlive());
            assertThat(reached)
                    .as(Files.readString(directory.resolve("process.log")))
                    .exists();
            CommandLineRun other = lake.run("pipeline");
            assertThat(other.code()).isEqualTo(6);
            assertThat(other.err()).contains("Cannot start job shop: run ");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lake.run("status").out()).contains("interrupted: --resume does the rest");
        Path page = directory.resolve("report.html");
        assertThat(lake.run("report", "--out", page.toString()).code()).isZero();
        assertThat(page).content().contains("interrupted</span>", "The steps of shop and what they wait for");

        CommandLineRun resumed = lake.run("pipeline", "--resume");

        assertThat(resumed.code()).as(resumed.err() + resumed.out()).isZero();
        assertThat(OwnSteps.statuses(lake).values()).containsOnly("SUCCESS");
        assertThat(resumed.out()).contains("kept from run ");
        assertThat(lake.rows().count()).isEqualTo(100);
        assertThat(revenue()).hasSize(10);
        CommandLineRun status = lake.run("status", "--set", "job=shop");
        assertThat(status.out())
                .contains("Interrupted: the process ended without a word")
                .contains("pipeline shop, run ")
                .doesNotContain("interrupted: --resume");
    }

    private List<String> revenue() {
        return lake.texts(
                "SELECT name || '|' || total FROM delta.`" + directory.resolve("revenue") + "` ORDER BY name");
    }
}
