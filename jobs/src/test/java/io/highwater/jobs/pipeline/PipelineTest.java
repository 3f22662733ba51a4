package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import io.highwater.jobs.pipeline.step.PipelineStep;
import io.highwater.jobs.pipeline.step.StepContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final Map<String, Map<String, String>> TOLD = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    private Lake lake;

    /** Says how the steps before it ended. */
    public static final class Tell implements PipelineStep {
        @Override
        public void run(StepContext context) {
            TOLD.put(context.step(), context.dependencies());
        }
    }

    /** Fails unless the option says otherwise. */
    public static final class Fail implements PipelineStep {
        private static final Map<String, Integer> TIMES = new ConcurrentHashMap<>();

        @Override
        public void run(StepContext context) {
            int times = TIMES.merge(context.run() + context.step(), 1, Integer::sum);
            if (times < Integer.parseInt(context.options().getOrDefault("succeeds-at", "1000000"))) {
                throw new IllegalStateException("no luck with " + context.step());
            }
        }
    }

    /** Keeps Spark busy for as long as it is let. */
    public static final class Hang implements PipelineStep {
        @Override
        public void run(StepContext context) {
            context.spark()
                    .range(1_000_000_000_000L)
                    .selectExpr("sum(hash(id))")
                    .collectAsList();
        }
    }

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
        TOLD.clear();
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
                tell { class = "io.highwater.jobs.pipeline.PipelineTest$Tell", depends-on = [revenue, orders], when = all-done }
                """);
    }

    private Lake lake(String steps, String... more) {
        String all = """
                source { type = jdbc, url = "%s", user = postgres, password = "env:DB_PASSWORD" }
                pipeline { name = shop, %s
                steps { %s } }
                """.formatted(SHOP.url(), String.join("\n", more), steps)
                .replace("{lake}", directory.toString());
        for (String table : List.of("customers", "orders", "revenue")) {
            all = all.replace("{" + table + "}", "\"" + directory.resolve(table) + "\"");
        }
        return new Lake(directory).written(all);
    }

    @Test
    void stepsRunInTheOrderOfTheirDependencies() {
        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(statuses()).containsOnly(
                Map.entry("customers", "SUCCESS"), Map.entry("orders", "SUCCESS"),
                Map.entry("revenue", "SUCCESS"), Map.entry("tell", "SUCCESS"));
        assertThat(TOLD.get("tell")).isEqualTo(Map.of("revenue", "SUCCESS", "orders", "SUCCESS"));
        assertThat(revenue()).isEqualTo(SHOP.texts("SELECT c.name || '|' || sum(total) FROM steps.orders o"
                + " JOIN steps.customers c ON o.customer = c.id GROUP BY c.name ORDER BY c.name"));

        SHOP.execute("INSERT INTO steps.orders VALUES (101, 1, 1000)");
        CommandLineRun second = lake.run("pipeline", "--select", "orders+");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("orders", "revenue", "tell").doesNotContain("full-refresh");
        assertThat(revenue()).anyMatch(row -> row.startsWith("customer 1|") || row.contains("1000"));
    }

    private List<String> revenue() {
        return lake.texts("SELECT name || '|' || total FROM delta.`" + directory.resolve("revenue") + "` ORDER BY name");
    }

    /** By the rows of the ledger alone. */
    private Map<String, String> statuses() {
        Map<String, String> statuses = new TreeMap<>();
        TestSpark.session()
                .sql("SELECT step, max_by(status, number) FROM delta.`" + lake.state() + "/steps` WHERE run ="
                        + " (SELECT max_by(run, at) FROM delta.`" + lake.state() + "/steps`) GROUP BY step")
                .collectAsList()
                .forEach(row -> statuses.put(row.getString(0), row.getString(1)));
        return statuses;
    }
}
