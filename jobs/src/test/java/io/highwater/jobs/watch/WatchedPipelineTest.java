package io.highwater.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.Highwater;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline in a process of its own, and what those see of it who watch it from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedPipelineTest {
    private static final String SECRET = "open-sesame";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private int code;
    private List<String> log;

    @BeforeAll
    void run() throws Exception {
        TestPostgres database = TestPostgres.server();
        database.execute(
                "DROP TABLE IF EXISTS watched",
                "CREATE TABLE watched AS SELECT i AS id, timestamptz '2024-05-01 10:00Z' + i * interval '1 hour' AS at"
                        + " FROM generate_series(1, 7) i");
        String source = String.format(
                "source { type = jdbc, url = \"%s\", user = %s, password = \"env:DB_PASSWORD\", table = watched }",
                database.url(), database.user());
        new Lake(directory).written("""
                pipeline {
                  name = shop
                  steps {
                    orders { pattern = full-refresh, ${database}, target { path = "${dir}/orders", key = [id] } }
                    recent { pattern = incremental, ${database}, incremental.column = at,
                      target { path = "${dir}/recent", key = [id] }, depends-on = [orders] }
                    total { pattern = sql, query = "SELECT count(*) AS orders FROM delta.`${dir}/orders`",
                      target.path = "${dir}/total", depends-on = [orders] }
                    look { class = "${steps}$Look", depends-on = [recent, total]
                      options { prometheus = "${dir}/prometheus.txt", jmx = "${dir}/jmx.txt" } }
                    leak { class = "${steps}$Leak", depends-on = [look] }
                  }
                }
                spark {
                  "spark.ui.enabled" = true, "spark.ui.port" = 0, "spark.metrics.namespace" = shop
                  "spark.metrics.conf.*.sink.prometheusServlet.class" = "org.apache.spark.metrics.sink.PrometheusServlet"
                  "spark.metrics.conf.*.sink.prometheusServlet.path" = "/metrics/prometheus"
                  "spark.metrics.conf.*.sink.jmx.class" = "org.apache.spark.metrics.sink.JmxSink"
                  "spark.metrics.conf.*.sink.csv.class" = "org.apache.spark.metrics.sink.CsvSink"
                  "spark.metrics.conf.*.sink.csv.period" = 1, "spark.metrics.conf.*.sink.csv.unit" = hours
                  "spark.metrics.conf.*.sink.csv.directory" = "${dir}/figures"
                  "spark.extraListeners" = "io.openlineage.spark.agent.OpenLineageSparkListener"
                  "spark.openlineage.namespace" = shops
                  "spark.openlineage.transport.type" = file
                  "spark.openlineage.transport.location" = "${dir}/events.json"
                }
                """.replace("${database}", source)
                .replace("${dir}", directory.toString())
                .replace("${steps}", WatchSteps.class.getName()));
        Files.createDirectory(directory.resolve("figures"));
        Path err = directory.resolve("log.json");
        ProcessBuilder process = JobProcess.of(
                Highwater.class,
                List.of("pipeline", "--conf-file", directory.resolve("job.conf").toString()));
        process.environment().put("HIGHWATER_LOG", "json");
        process.environment().put("DB_PASSWORD", SECRET);
        code = process.redirectError(err.toFile())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .start()
                .waitFor();
        log = Files.readAllLines(err);
    }

    @Test
    void logIsAnObjectALineThatTellsJobRunAndUnit() throws IOException {
        assertThat(code).isEqualTo(5);

        assertThat(messages(line -> isOf(line, "shop")))
                .anyMatch(text -> text.startsWith("Pipeline shop did not do all"));
        assertThat(messages(line -> isOf(line, "orders")))
                .anyMatch(text -> text.matches("job orders run \\S+ ended: SUCCESS"));
        assertThat(messages(line -> isOf(line, "recent")
                        && line.at("/context/unit").asText().startsWith("everything before 20")))
                .hasSize(2);
    }

    @Test
    void logHidesASecretThatAStepGaveAway() throws IOException {
        assertThat(messages(line -> line.path("level").asText().equals("ERROR")))
                .anyMatch(text -> text.contains("no luck with the word"));
        assertThat(log).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void figuresAreServedToPrometheusAndToJmxConsoles() throws IOException {
        assertThat(Files.readAllLines(directory.resolve("prometheus.txt")))
                .contains(
                        "metrics_shop_driver_highwater_orders_runs_succeeded_Count{type=\"counters\"} 1",
                        "metrics_shop_driver_highwater_orders_rows_written_Count{type=\"counters\"} 7",
                        "metrics_shop_driver_highwater_recent_rows_read_Count{type=\"counters\"} 7")
                .anyMatch(line -> line.matches(
                        "metrics_shop_driver_highwater_recent_watermark_lag_seconds_Value\\{type=\"gauges\"} \\d+"))
                .anyMatch(
                        line -> line.matches(
                                "metrics_shop_driver_highwater_recent_last_success_epoch_seconds_Value\\{type=\"gauges\"} 1\\d{9}"));
        assertThat(Files.readString(directory.resolve("jmx.txt")))
                .contains("shop.driver.highwater.orders.rows.written=7", "shop.driver.highwater.recent.runs.failed=0");
    }

    @Test
    void figuresAreReportedOnceMoreWhenTheSessionStops() throws IOException {
        assertThat(Files.readAllLines(directory.resolve("figures/shop.driver.highwater.shop.runs.partial.csv")))
                .last()
                .asString()
                .endsWith(",1");
        assertThat(Files.readAllLines(directory.resolve("figures/shop.driver.highwater.orders.rows.written.csv")))
                .last()
                .asString()
                .endsWith(",7");
    }

    @Test
    void lineageNamesTheTableThatWasReadAndTheOneThatWasWritten() throws IOException {
        assertThat(events("orders"))
                .extracting(event -> event.path("eventType").asText())
                .containsExactly("START", "COMPLETE");
        JsonNode complete = events("orders").get(1);
        assertThat(names(complete.path("inputs")))
                .containsExactly(TestPostgres.server().url().replaceAll("jdbc:postgresql(.*)/.*", "postgres$1")
                        + " postgres.public.watched");
        assertThat(names(complete.path("outputs"))).containsExactly("file " + directory + "/orders");
        assertThat(complete.at("/outputs/0/outputFacets/outputStatistics/rowCount")
                        .asLong())
                .isEqualTo(7);
        assertThat(complete.at("/outputs/0/facets/version/datasetVersion").asText())
                .isEqualTo("0");
        assertThat(complete.at("/run/runId").asText())
                .isEqualTo(events("orders").get(0).at("/run/runId").asText());
    }

    @Test
    void lineageOfAQueryNamesTheTablesInIt() throws IOException {
        assertThat(names(events("total").get(1).path("inputs"))).containsExactly("file " + directory + "/orders");
    }

    @Test
    void lineageSaysThatARunFailedAndKeepsASecret() throws IOException {
        assertThat(events("shop"))
                .extracting(event -> event.path("eventType").asText())
                .containsExactly("START", "FAIL");
        assertThat(Files.readString(directory.resolve("events.json"))).doesNotContain(SECRET);
    }

    /** Those that are about a job; the listener tells of Spark's own doings too. */
    private static List<JsonNode> events(String job) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("events.json"))) {
            JsonNode event = JSON.readTree(line);
            if (event.at("/job/name").asText().equals(job)
                    && event.at("/job/namespace").asText().equals("shops")) {
                events.add(event);
            }
        }
        return events;
    }

    private static List<String> names(JsonNode datasets) {
        List<String> names = new ArrayList<>();
        datasets.forEach(each -> names.add(
                each.path("namespace").asText() + " " + each.path("name").asText()));
        return names;
    }

    private static boolean isOf(JsonNode line, String job) {
        return line.at("/context/job").asText().equals(job)
                && line.at("/context/run").asText().matches("\\d{8}T\\d{6}-\\w{8}");
    }

    private List<String> messages(Predicate<JsonNode> wanted) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line : log) {
            JsonNode entry = JSON.readTree(line);
            if (wanted.test(entry)) {
                messages.add(entry.path("msg").asText());
            }
        }
        return messages;
    }
}
