package io.highwater.jobs.bench;

import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.s3.S3Lake;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * How often runs ask S3 for something: with nothing new, and with a thousand changes, beside what Delta asks for the same rows
 * when Spark writes them. Each as in a process of its own. {@code ROWS RUNS-BEFORE [words]}: with words every request is printed.
 */
public final class S3Bench {
    private static final int CHANGES = 1000;
    private static final String SOURCE =
            "source { type = jdbc, url = \"%s\", user = postgres, password = \"env:DB_PASSWORD\", table = orders }\n";

    private final TestPostgres shop = TestPostgres.server();
    private final TestS3 s3 = TestS3.server();
    private final RequestTable table = new RequestTable();
    private final long rows;
    private final int before;
    private final boolean verbose;

    private S3Bench(long rows, int before, boolean verbose) {
        this.rows = rows;
        this.before = before;
        this.verbose = verbose;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        S3Bench bench = new S3Bench(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), arguments.length > 2);
        int code = 1;
        try {
            bench.count();
            bench.table.lines().forEach(System.out::println);
            code = 0;
        } catch (IOException | RuntimeException | AssertionError failure) {
            failure.printStackTrace();
        }
        System.exit(code);
    }

    private void count() throws IOException {
        fill();
        refresh();
        incremental();
        backfill();
        changes();
        pipeline();
    }

    private void fill() {
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, day date NOT NULL, customer int, note text,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO orders SELECT n, date '2024-05-01' + (n % 10)::int, n % 1000, 'order ' || n,"
                        + " now() - interval '1 day' FROM generate_series(1, " + rows + ") n",
                "CREATE INDEX ON orders (updated_at)");
    }

    private void change(int round) {
        shop.execute("UPDATE orders SET note = 'changed', updated_at = clock_timestamp() WHERE id % " + (rows / CHANGES)
                + " = " + round % (rows / CHANGES));
    }

    private void refresh() throws IOException {
        try (S3Lake lake = lake("full-refresh { skip-unchanged = true }")) {
            for (int round = 0; round < before; round++) {
                change(round);
                lake.succeeds("full-refresh");
            }
            count("full-refresh, nothing new", lake, () -> lake.succeeds("full-refresh"));
            change(before);
            count("full-refresh, 1,000 changes", lake, () -> lake.succeeds("full-refresh"));
            count(
                    "Spark: overwrite",
                    lake,
                    () -> spark().read()
                            .jdbc(shop.url(), "orders", properties())
                            .write()
                            .format("delta")
                            .mode(SaveMode.Overwrite)
                            .save(orders(lake)));
        }
    }

    private void incremental() throws IOException {
        try (S3Lake lake = lake("incremental { column = updated_at, overlap = 0 seconds }")) {
            for (int round = 0; round < before; round++) {
                change(round);
                lake.succeeds("incremental");
            }
            count("incremental, nothing new", lake, () -> lake.succeeds("incremental"));
            count(
                    "Spark: the table is opened",
                    lake,
                    () -> DeltaLog.forTable(spark(), orders(lake))
                            .unsafeVolatileSnapshot()
                            .metadata());
            change(before);
            count("incremental, 1,000 changes", lake, () -> lake.succeeds("incremental"));
            count("Spark: MERGE", lake, () -> merge(lake));
            count(
                    "Spark: append",
                    lake,
                    () -> spark().read()
                            .jdbc(
                                    shop.url(),
                                    "(SELECT * FROM orders WHERE note = 'changed' LIMIT 1000) o",
                                    properties())
                            .write()
                            .format("delta")
                            .mode(SaveMode.Append)
                            .save(orders(lake)));
        }
    }

    private void merge(S3Lake lake) {
        spark().read()
                .jdbc(shop.url(), "(SELECT * FROM orders ORDER BY updated_at DESC LIMIT 1000) o", properties())
                .createOrReplaceTempView("changes");
        spark().sql("MERGE INTO delta.`" + orders(lake) + "` t USING changes s ON t.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *")
                .collectAsList();
    }

    private void backfill() throws IOException {
        String range = "backfill { column = day, from = 2024-05-01, through = %s, interval = day, parallelism = 2 }";
        try (S3Lake lake = lake(String.format(range, "2024-05-10"))) {
            lake.succeeds("backfill");
            for (int round = 1; round < before; round++) {
                lake.succeeds("backfill", "--reprocess", "all");
            }
            count("backfill, nothing new", lake, () -> lake.succeeds("backfill"));
            shop.execute("INSERT INTO orders SELECT n, date '2024-05-11', 1, 'new', now() FROM generate_series("
                    + (rows + 1) + ", " + (rows + CHANGES) + ") n");
            configure(lake, String.format(range, "2024-05-11"));
            count("backfill, a day of 1,000 rows", lake, () -> lake.succeeds("backfill"));
            count(
                    "Spark: replaceWhere",
                    lake,
                    () -> spark().read()
                            .jdbc(shop.url(), "(SELECT * FROM orders WHERE day = '2024-05-11') o", properties())
                            .write()
                            .format("delta")
                            .mode(SaveMode.Overwrite)
                            .option("replaceWhere", "day = '2024-05-11'")
                            .save(orders(lake)));
        }
    }

    private void changes() throws IOException {
        try (S3Lake lake = new S3Lake(s3)) {
            lake.configured("""
                    job = orders
                    source { type = files, path = "{lake}/feed", format = json }
                    target { path = "{lake}/orders", key = [id] }
                    cdc { format = columns, delete = hard, columns { op = op, sequence = [seq] } }
                    """);
            for (int round = 0; round < before; round++) {
                lake.written("feed/" + round + ".json", events(round)).succeeds("cdc-merge");
            }
            count("cdc-merge, nothing new", lake, () -> lake.succeeds("cdc-merge"));
            lake.written("feed/" + before + ".json", events(before));
            count("cdc-merge, 1,000 events", lake, () -> lake.succeeds("cdc-merge"));
        }
    }

    private void pipeline() throws IOException {
        try (S3Lake lake = new S3Lake(s3)) {
            lake.configured(String.format(SOURCE, shop.url()).replace(", table = orders", "") + """
                    pipeline { name = shop, steps {
                      orders {
                        pattern = incremental, source.table = orders, target { path = "{lake}/orders", key = [id] }
                        incremental { column = updated_at, overlap = 0 seconds }
                      }
                      days {
                        pattern = sql, depends-on = orders, target.path = "{lake}/orders_by_day"
                        query = "SELECT day, count(*) AS orders, max(updated_at) AS last FROM delta.`{lake}/orders` GROUP BY day"
                      }
                    } }
                    """);
            for (int round = 0; round < before; round++) {
                change(round);
                lake.succeeds("pipeline");
            }
            count("pipeline, nothing new", lake, () -> lake.succeeds("pipeline"));
            change(before);
            count("pipeline, 1,000 changes", lake, () -> lake.succeeds("pipeline"));
        }
    }

    private String events(int round) {
        return LongStream.range(0, CHANGES)
                .mapToObj(n -> "{\"op\":\"U\",\"seq\":" + (1L * round * CHANGES + n) + ",\"id\":" + (n * 7 + round)
                        + ",\"note\":\"event\"}")
                .collect(Collectors.joining("\n"));
    }

    private S3Lake lake(String pattern) {
        S3Lake lake = new S3Lake(s3);
        configure(lake, pattern);
        return lake;
    }

    private void configure(S3Lake lake, String pattern) {
        lake.configured("job = orders\n" + String.format(SOURCE, shop.url())
                + "target { path = \"{lake}/orders\", key = [id] }\n" + pattern);
    }

    @SuppressWarnings("SystemOut")
    private void count(String name, S3Lake lake, Runnable work) throws IOException {
        List<S3Request> requests = lake.requests(work);
        table.add(name, requests);
        if (verbose) {
            System.out.println("== " + name);
            requests.forEach(request -> System.out.println(request.key().isEmpty() ? request.path() : request));
        }
    }

    private static SparkSession spark() {
        return TestSpark.session();
    }

    private static String orders(S3Lake lake) {
        return lake.uri() + "/orders";
    }

    private static java.util.Properties properties() {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", "postgres");
        return properties;
    }
}
