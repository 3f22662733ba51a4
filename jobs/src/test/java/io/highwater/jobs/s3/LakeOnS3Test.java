package io.highwater.jobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestS3;
import io.highwater.jobs.Highwater;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** State, targets and configuration on S3, as those have it who say where S3 is with {@code spark-submit --conf}. */
class LakeOnS3Test {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    private Path directory;

    private final S3Lake lake = new S3Lake(TestS3.server());

    @BeforeEach
    void shopAndConfigurationOnS3() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS on_s3 CASCADE",
                "CREATE SCHEMA on_s3",
                "CREATE TABLE on_s3.orders (id bigint PRIMARY KEY, day date, note text, updated_at timestamptz)",
                "INSERT INTO on_s3.orders SELECT n, date '2024-05-01' + (n % 3)::int, 'first', now() - interval '1 day'"
                        + " FROM generate_series(1, 30) n");
        lake.configured(String.format("""
                job = orders
                source { type = jdbc, url = "%s", user = postgres, password = "env:DB_PASSWORD", table = on_s3.orders }
                target { path = "{lake}/orders", key = [id] }
                incremental { column = updated_at }
                backfill { column = day, from = 2024-05-01, through = 2024-05-03, interval = day, parallelism = 2 }
                """, SHOP.url()));
    }

    @AfterEach
    void forgetWhereS3Is() {
        lake.close();
    }

    @Test
    void refreshIncrementalUndoStatusAndReportWorkOnS3() throws IOException {
        lake.succeeds("full-refresh");
        assertThat(rows()).isEqualTo(source());

        SHOP.execute(
                "UPDATE on_s3.orders SET note = 'second', updated_at = now() - interval '1 minute' WHERE id <= 3",
                "INSERT INTO on_s3.orders VALUES (31, '2024-05-04', 'new', now() - interval '1 minute')");
        lake.succeeds("incremental");
        assertThat(rows()).isEqualTo(source());

        assertThat(lake.succeeds("status").out()).contains("orders", "incremental");
        String report = lake.uri() + "/reports/report.html";
        assertThat(lake.succeeds("report", "--out", report).out()).contains(report);
        assertThat(lake.text("reports/report.html")).contains("</html>");

        lake.succeeds("undo");
        assertThat(rows()).hasSize(30).noneMatch(row -> row.contains("second"));
    }

    @Test
    void daysAreFilledIntoATableOnS3() {
        lake.succeeds("backfill");

        assertThat(rows()).isEqualTo(source());
        assertThat(lake.succeeds("backfill").out()).contains("every interval is loaded");
    }

    /** In a process of its own, where nobody has named a log store: Delta's own would have committed. */
    @Test
    void tableOnAStoreThatDoesNotKeepWritersApartGetsNoCommit() throws Exception {
        TestS3 careless = TestS3.ignoringConditions();
        String bucket = careless.bucket();
        String path = "s3a://" + bucket + "/orders";
        String settings = careless.sparkSettings(bucket).entrySet().stream()
                .map(setting -> "\"" + setting.getKey() + "\" = \"" + setting.getValue() + "\"")
                .collect(Collectors.joining("\n"));
        Lake local = new Lake(directory).reading(SHOP, "table = on_s3.orders", "spark {\n" + settings + "\n}");
        Path output = directory.resolve("output");
        List<String> arguments = List.of(
                "full-refresh", "--conf-file", local.configuration().toString(), "--set", "target.path=" + path);

        int code = JobProcess.start(Highwater.class, output, arguments).waitFor();

        assertThat(Files.readString(output))
                .contains(
                        "Cannot commit " + path + "/_delta_log/00000000000000000000.json", "it ignores If-None-Match");
        assertThat(code).isEqualTo(3);
        assertThat(careless.requests(bucket))
                .filteredOn(request -> request.method().equals("PUT"))
                .extracting(S3Request::key)
                .noneMatch(key -> key.endsWith("0000.json"))
                .anyMatch(key -> key.endsWith("_delta_log/.created-once"));
    }

    /** What a run costs that finds nothing to do; {@code scripts/bench/s3} has the figures of all patterns. */
    @Test
    void runWithNothingNewAsksS3SeldomEnough() throws IOException {
        lake.succeeds("incremental");
        lake.succeeds("incremental");

        List<S3Request> asked = lake.requests(() -> lake.succeeds("incremental"));

        assertThat(asked).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "highwater.test.s3",
            matches = "feeds",
            disabledReason = "it takes a minute or two")
    void changeEventsOnS3AreMergedOnce() {
        lake.configured("""
                job = changes
                source { type = files, path = "{lake}/feed", format = json }
                target { path = "{lake}/orders", key = [id] }
                cdc { format = columns, delete = hard, columns { op = op, sequence = [seq] } }
                """);
        lake.written(
                "feed/1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}\n{\"op\":\"I\",\"seq\":2,\"id\":2,\"note\":\"b\"}\n");
        lake.succeeds("cdc-merge");
        lake.written(
                "feed/2.json", "{\"op\":\"D\",\"seq\":3,\"id\":1}\n{\"op\":\"U\",\"seq\":4,\"id\":2,\"note\":\"c\"}\n");
        lake.succeeds("cdc-merge");

        assertThat(lake.texts("SELECT concat_ws(' ', id, note) FROM {orders} ORDER BY id"))
                .containsExactly("2 c");
        assertThat(lake.succeeds("cdc-merge").out()).contains("nothing new");
    }

    private List<String> rows() {
        return lake.texts("SELECT concat_ws(' ', id, day, note) FROM {orders} ORDER BY id");
    }

    private List<String> source() {
        return SHOP.texts("SELECT concat_ws(' ', id, day, note) FROM on_s3.orders ORDER BY id");
    }
}
