package io.highwater.jobs.bench;

import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.backfill.BackfillCommand;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Sessions;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A year of days from PostgreSQL: one Spark write of all of it, a backfill, and one Spark write per day, turn by turn in one
 * session; then what the ledger costs by the number of intervals. Arguments: rows, and rounds (3). Prints seconds.
 */
public final class BackfillBench {
    private static final String BARE = "one Spark write of the year";
    private static final String BACKFILL = "backfill, 365 days";
    private static final String DAILY = "a Spark write per day, 365 times the mean";
    private static final int DAYS = 365;
    private static final int DAYS_MEASURED = 20;
    private static final int SPLITS = 8;
    private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
    private static final Pattern LEDGER = Pattern.compile("the ledger took (\\d+\\.\\d+) s");

    private final TestDatabase database = TestPostgres.server();
    private final SparkSession spark = Sessions.open("bench", Map.of());
    private final Path directory;
    private final Series series = new Series();

    private BackfillBench(Path directory, long rows) {
        this.directory = directory;
        database.execute(
                "DROP TABLE IF EXISTS past",
                String.format(
                        "CREATE TABLE past AS SELECT n::bigint AS order_id, (n %% 90000)::int AS customer_id,"
                                + " (n %% 7)::int AS status, (n %% 100000 * 1.37)::numeric(12,2) AS total,"
                                + " 'Order ' || md5(n::text) AS note, timestamptz '2023-01-01 00:00:00+00'"
                                + " + n * interval '3 seconds' AS placed_at, date '2023-01-01' + (n::bigint * %d / %d)::int AS day"
                                + " FROM generate_series(0, %d) n",
                        DAYS, rows, rows - 1),
                "ALTER TABLE past ALTER day SET NOT NULL",
                "CREATE INDEX ON past (day)",
                "VACUUM ANALYZE past");
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("highwater-bench");
        new BackfillBench(directory, 200_000).compare(1);
        BackfillBench bench = new BackfillBench(directory, rows);
        bench.compare(rounds);
        System.out.printf("%,d rows, %d rounds, medians of seconds%n", rows, rounds);
        bench.series.lines(BARE).forEach(System.out::println);
        bench.ledger(System.out);
    }

    private void compare(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            FileUtils.deleteDirectory(directory.resolve("bare").toFile());
            FileUtils.deleteDirectory(directory.resolve("daily").toFile());
            Stopwatch bare = new Stopwatch();
            year().write().format("delta").save(directory.resolve("bare").toString());
            series.add(BARE, bare.seconds());
            series.add(BACKFILL, backfill(database.url(), "past", "day", DAYS, "day"));
            Stopwatch daily = new Stopwatch();
            for (int day = 0; day < DAYS_MEASURED; day++) {
                day(FIRST.plusDays((long) day * (DAYS / DAYS_MEASURED)))
                        .write()
                        .format("delta")
                        .mode("append")
                        .save(directory.resolve("daily").toString());
            }
            series.add(DAILY, daily.seconds() * DAYS / DAYS_MEASURED);
        }
    }

    /** Seconds of a run into a table that is not there, with a state that is not there. */
    private double backfill(String url, String table, String column, int days, String interval) throws IOException {
        Path lake = directory.resolve("backfill");
        FileUtils.deleteDirectory(lake.toFile());
        Files.createDirectories(lake);
        Path configuration = lake.resolve("past.conf");
        Files.writeString(
                configuration,
                String.format(
                        """
                highwater {
                  job = past, state.path = "%1$s/state"
                  source { type = jdbc, url = "%2$s", user = "%3$s", password = "env:DB_PASSWORD", table = "%4$s" }
                  target { path = "%1$s/past" }
                  backfill { column = %5$s, from = %6$s, through = %7$s, interval = %8$s }
                }
                """, lake, url, database.user(), table, column, FIRST, FIRST.plusDays(days - 1), interval));
        Stopwatch watch = new Stopwatch();
        said = run(configuration);
        return watch.seconds();
    }

    private String said = "";

    private String run(Path configuration) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                stream, stream, Map.of("DB_PASSWORD", database.password()), Clock.systemUTC(), step -> {});
        int code = JobMain.execute(new BackfillCommand(), surroundings, "--conf-file", configuration.toString());
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (code != 0) {
            throw new IllegalStateException("Exit code " + code + ": " + text);
        }
        return text;
    }

    /** Hours with one row each, so that there is little else to do. */
    private void ledger(PrintStream out) throws IOException {
        out.println(
                "intervals of one row each    whole run    the ledger's part   of that per interval   heap in use after");
        for (int intervals : new int[] {100, 1_000, 10_000}) {
            database.execute(
                    "DROP TABLE IF EXISTS hours",
                    "CREATE TABLE hours AS SELECT n::bigint AS id, timestamptz '2023-01-01 00:30:00+00' + n * interval"
                            + " '1 hour' AS at FROM generate_series(0, " + (intervals - 1) + ") n",
                    "ALTER TABLE hours ALTER at SET NOT NULL",
                    "CREATE INDEX ON hours (at)",
                    "VACUUM ANALYZE hours");
            double whole = backfill(database.url(), "hours", "at", (intervals + 23) / 24, "hour");
            Matcher matcher = LEDGER.matcher(said);
            if (!matcher.find()) {
                throw new IllegalStateException("The run does not say what the ledger took: " + said);
            }
            double ledger = Double.parseDouble(matcher.group(1));
            System.gc();
            long heap =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            out.printf(
                    "%,25d %10.1f s %18.2f s %19.2f ms %16d MB%n",
                    intervals, whole, ledger, ledger * 1000 / intervals, heap >> 20);
        }
    }

    private Dataset<Row> year() {
        String[] predicates = new String[SPLITS];
        for (int split = 0; split < SPLITS; split++) {
            predicates[split] = "day >= date '" + FIRST.plusDays((long) DAYS * split / SPLITS) + "' and day < date '"
                    + FIRST.plusDays((long) DAYS * (split + 1) / SPLITS) + "'";
        }
        return spark.read().jdbc(database.url(), "past", predicates, properties());
    }

    private Dataset<Row> day(LocalDate day) {
        return spark.read().jdbc(database.url(), "past", new String[] {"day = date '" + day + "'"}, properties());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("driver", "org.postgresql.Driver");
        properties.put("fetchsize", "10000");
        return properties;
    }
}
