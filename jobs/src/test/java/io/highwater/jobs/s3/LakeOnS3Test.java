package io.highwater.jobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** State, targets and configuration on S3, as those have it who say where S3 is with {@code spark-submit --conf}. */
class LakeOnS3Test {
    private static final TestPostgres SHOP = TestPostgres.server();

    private final TestS3 s3 = TestS3.server();
    private final String bucket = s3.bucket();
    private final String lake = "s3a://" + bucket;
    private final Map<String, String> submitted = s3.sparkSettings(bucket);

    @BeforeEach
    void shopAndConfigurationOnS3() throws IOException {
        submitted.forEach(System::setProperty);
        SHOP.execute(
                "DROP SCHEMA IF EXISTS on_s3 CASCADE",
                "CREATE SCHEMA on_s3",
                "CREATE TABLE on_s3.orders (id bigint PRIMARY KEY, day date, note text, updated_at timestamptz)",
                "INSERT INTO on_s3.orders SELECT n, date '2024-05-01' + (n % 3)::int, 'first', now() - interval '1 day'"
                        + " FROM generate_series(1, 30) n");
        write("conf/orders.conf", String.format("""
                highwater {
                  job = orders
                  state.path = "%1$s/state"
                  source { type = jdbc, url = "%2$s", user = postgres, password = "env:DB_PASSWORD", table = on_s3.orders }
                  target { path = "%1$s/orders", key = [id] }
                  incremental { column = updated_at }
                  backfill { column = day, from = 2024-05-01, through = 2024-05-03, interval = day, parallelism = 2 }
                }
                """, lake, SHOP.url()));
    }

    @AfterEach
    void forgetWhereS3Is() {
        submitted.keySet().forEach(System::clearProperty);
    }

    @Test
    void refreshIncrementalUndoStatusAndReportWorkOnS3() throws IOException {
        succeeds("full-refresh");
        assertThat(rows()).isEqualTo(source());

        SHOP.execute(
                "UPDATE on_s3.orders SET note = 'second', updated_at = now() - interval '1 minute' WHERE id <= 3",
                "INSERT INTO on_s3.orders VALUES (31, '2024-05-04', 'new', now() - interval '1 minute')");
        succeeds("incremental");
        assertThat(rows()).isEqualTo(source());

        assertThat(succeeds("status").out()).contains("orders", "incremental");
        assertThat(succeeds("report", "--out", lake + "/reports/report.html").out())
                .contains(lake + "/reports/report.html");
        assertThat(text(lake + "/reports/report.html")).contains("</html>");

        succeeds("undo");
        assertThat(rows()).hasSize(30).noneMatch(row -> row.contains("second"));
    }

    @Test
    void daysAreFilledIntoATableOnS3() {
        succeeds("backfill");

        assertThat(rows()).isEqualTo(source());
        assertThat(succeeds("backfill").out()).contains("every interval is loaded");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "highwater.test.s3",
            matches = "feeds",
            disabledReason = "it takes a minute or two")
    void changeEventsOnS3AreMergedOnce() throws IOException {
        write("conf/orders.conf", String.format("""
                highwater {
                  job = changes
                  state.path = "%1$s/state"
                  source { type = files, path = "%1$s/feed", format = json }
                  target { path = "%1$s/orders", key = [id] }
                  cdc { format = columns, delete = hard, columns { op = op, sequence = [seq] } }
                }
                """, lake));
        write(
                "feed/1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}\n{\"op\":\"I\",\"seq\":2,\"id\":2,\"note\":\"b\"}\n");
        succeeds("cdc-merge");
        write("feed/2.json", "{\"op\":\"D\",\"seq\":3,\"id\":1}\n{\"op\":\"U\",\"seq\":4,\"id\":2,\"note\":\"c\"}\n");
        succeeds("cdc-merge");

        assertThat(texts("SELECT concat_ws(' ', id, note) FROM {orders} ORDER BY id"))
                .containsExactly("2 c");
        assertThat(succeeds("cdc-merge").out()).contains("nothing new");
    }

    private CommandLineRun succeeds(String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command, "--conf-file", lake + "/conf/orders.conf"));
        all.addAll(List.of(more));
        CommandLineRun run =
                CommandLineRun.of(Map.of("DB_PASSWORD", "postgres"), step -> {}, all.toArray(String[]::new));
        assertThat(run.code()).as(command + "\n" + run.out() + run.err()).isZero();
        return run;
    }

    private List<String> rows() {
        return texts("SELECT concat_ws(' ', id, day, note) FROM {orders} ORDER BY id");
    }

    private List<String> texts(String sql) {
        return TestSpark.session().sql(sql.replace("{orders}", "delta.`" + lake + "/orders`")).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> source() {
        return SHOP.texts("SELECT concat_ws(' ', id, day, note) FROM on_s3.orders ORDER BY id");
    }

    private String text(String file) throws IOException {
        try (FSDataInputStream stream = files().open(new Path(file))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String name, String text) throws IOException {
        try (FSDataOutputStream file = files().create(new Path(lake, name))) {
            file.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private FileSystem files() throws IOException {
        return new Path(lake).getFileSystem(s3.hadoop());
    }
}
