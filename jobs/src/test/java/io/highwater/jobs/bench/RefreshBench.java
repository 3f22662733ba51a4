package io.highwater.jobs.bench;

import io.highwater.common.job.Step;
import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.Reading;
import io.highwater.common.source.jdbc.JdbcSettings;
import io.highwater.common.source.jdbc.JdbcSource;
import io.highwater.common.source.jdbc.Login;
import io.highwater.common.source.jdbc.Relation;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.Highwater;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Sessions;
import io.highwater.jobs.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A full refresh beside a bare {@code read.jdbc → write.format("delta").mode("overwrite")} of the same rows with the same
 * splits, in one session, taking turns: {@code ROWS ROUNDS}.
 */
public final class RefreshBench {
    private static final TestPostgres SHOP = TestPostgres.server();

    private final long rows;
    private final int rounds;
    private final Path directory;
    private final SparkSession spark;
    private final Map<String, List<Double>> seconds = new TreeMap<>();
    private final Map<Step, List<Double>> steps = new EnumMap<>(Step.class);

    private RefreshBench(long rows, int rounds) throws IOException {
        this.rows = rows;
        this.rounds = rounds;
        this.directory = Files.createTempDirectory("highwater-bench");
        this.spark = Sessions.open("bench", Map.of());
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        RefreshBench bench = new RefreshBench(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
        bench.fill();
        bench.measure();
        bench.print();
        System.exit(0);
    }

    private void fill() throws IOException {
        SHOP.execute(
                "CREATE TABLE orders (order_id bigint PRIMARY KEY, customer_id int, status text, total numeric(12,2),"
                        + " currency char(3), note text, paid boolean, order_date date, created_at timestamptz,"
                        + " updated_at timestamptz)",
                "INSERT INTO orders SELECT n, n % 100000, (ARRAY['new','paid','sent','done'])[1 + n % 4], n % 9973 / 7.0,"
                        + " 'EUR', 'note of order ' || n || ' ' || md5(n::text), n % 3 = 0, date '2020-01-01' + (n % 2000)::int,"
                        + " timestamptz '2020-01-01' + n * interval '7 seconds',"
                        + " timestamptz '2020-01-02' + n * interval '8 seconds' FROM generate_series(1, "
                        + rows + ") n",
                "VACUUM ANALYZE orders");
        Files.writeString(directory.resolve("orders.conf"), String.format("""
                        highwater {
                          job = orders
                          state.path = "%1$s/state"
                          source { type = jdbc, url = "%2$s", user = postgres, table = orders }
                          target { path = "%1$s/ours", key = [order_id] }
                          checks = [ { name = positive, where = "total >= 0", on-fail = fail } ]
                        }
                        """, directory, SHOP.url()));
    }

    private void measure() {
        for (int round = 0; round <= rounds; round++) {
            boolean counts = round > 0;
            time("bare read.jdbc to Delta", counts, () -> write(bare(), "delta", "bare"));
            time("full-refresh", counts, () -> refresh(counts));
            time(
                    "read only",
                    counts,
                    () -> bare().write().format("noop").mode("overwrite").save());
            time("plain Parquet", counts, () -> write(bare(), "parquet", "parquet"));
            time(
                    "Delta, statistics of the key",
                    counts,
                    () -> bare().write()
                            .format("delta")
                            .option("delta.dataSkippingStatsColumns", "order_id")
                            .mode("overwrite")
                            .save(directory + "/key"));
        }
    }

    private void write(Dataset<Row> some, String format, String name) {
        some.write().format(format).mode("overwrite").save(directory + "/" + name);
    }

    private Dataset<Row> bare() {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("fetchsize", Integer.toString(JdbcSettings.DEFAULT_FETCH_SIZE));
        return spark.read().jdbc(SHOP.url(), "orders", predicates(), properties);
    }

    private String[] predicates() {
        JdbcSettings settings =
                JdbcSettings.reading(SHOP.url(), new Relation.Table("orders")).withLogin(Login.of("postgres"));
        try (Reading reading = new JdbcSource(settings).open(spark)) {
            return reading.plan().splits().stream()
                    .map(ReadPlan.Split::predicate)
                    .toArray(String[]::new);
        }
    }

    @SuppressWarnings("SystemOut")
    private void refresh(boolean counts) {
        long[] last = {System.nanoTime()};
        Surroundings surroundings = new Surroundings(System.out, System.err, Map.of(), Clock.systemUTC(), step -> {
            double passed = (System.nanoTime() - last[0]) / 1e9;
            last[0] = System.nanoTime();
            if (counts) {
                steps.computeIfAbsent(step, first -> new ArrayList<>()).add(passed);
            }
        });
        int code = JobMain.execute(
                new Highwater(),
                surroundings,
                "full-refresh",
                "--conf-file",
                directory.resolve("orders.conf").toString());
        if (code != 0) {
            throw new IllegalStateException("full-refresh ended with " + code);
        }
    }

    private void time(String what, boolean counts, Runnable work) {
        long start = System.nanoTime();
        work.run();
        if (counts) {
            seconds.computeIfAbsent(what, first -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
        }
    }

    @SuppressWarnings("SystemOut")
    private void print() {
        System.out.printf("%n%,d rows, %d splits, medians of %d rounds%n", rows, predicates().length, rounds);
        seconds.forEach((what, times) ->
                System.out.printf(Locale.ROOT, "  %-30s %6.2f s  %s%n", what, median(times), shown(times)));
        System.out.printf(
                Locale.ROOT,
                "full-refresh over bare: %.2f%n",
                median(seconds.get("full-refresh")) / median(seconds.get("bare read.jdbc to Delta")));
        System.out.printf(
                Locale.ROOT,
                "Delta with statistics of the key over plain Parquet: %.2f, with all statistics: %.2f%n",
                median(seconds.get("Delta, statistics of the key")) / median(seconds.get("plain Parquet")),
                median(seconds.get("bare read.jdbc to Delta")) / median(seconds.get("plain Parquet")));
        System.out.println("where the time of a full-refresh goes, until each step is reached:");
        steps.forEach((step, times) -> System.out.printf(Locale.ROOT, "  %-12s %6.2f s%n", step, median(times)));
    }

    private static String shown(List<Double> times) {
        return times.stream()
                .map(time -> String.format(Locale.ROOT, "%.1f", time))
                .toList()
                .toString();
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
