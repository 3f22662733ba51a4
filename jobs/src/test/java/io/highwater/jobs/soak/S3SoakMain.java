package io.highwater.jobs.soak;

import io.highwater.common.history.TableLog;
import io.highwater.common.target.Stamp;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Two processes load two sources into one table on S3 at the same time: {@code DIRECTORY SECONDS}. At the end every commit that
 * one of them was told it made is in the log, by it; no run is there twice; and no row is missing or doubled. Ends with 0 then.
 */
public final class S3SoakMain {
    private static final List<String> JOBS = List.of("one", "other");

    private final TestPostgres shop = TestPostgres.server();
    private final TestS3 s3 = TestS3.server();
    private final String bucket = s3.bucket();
    private final String table = "s3a://" + bucket + "/orders";
    private final Path directory;

    private S3SoakMain(Path directory) {
        this.directory = directory;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int code = 1;
        try {
            S3SoakMain soak = new S3SoakMain(Files.createTempDirectory(Path.of(arguments[0]), "soak"));
            soak.run(Duration.ofSeconds(Long.parseLong(arguments[1])));
            code = soak.isWell() ? 0 : 1;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            failure.printStackTrace();
        }
        System.exit(code);
    }

    private void run(Duration time) throws IOException, InterruptedException {
        shop.execute("CREATE SCHEMA soak");
        List<Process> processes = new ArrayList<>();
        for (String job : JOBS) {
            shop.execute("CREATE TABLE soak." + job + " (job text, id bigint, updated_at timestamptz NOT NULL,"
                    + " PRIMARY KEY (job, id))");
            Files.writeString(directory.resolve(job + ".conf"), configuration(job));
            processes.add(JobProcess.start(
                    NotedRuns.class,
                    directory.resolve(job + ".log"),
                    List.of(
                            directory.resolve("stop").toString(),
                            directory.resolve(job).toString(),
                            directory.resolve(job + ".conf").toString())));
        }
        long end = System.nanoTime() + time.toNanos();
        for (long id = 0; System.nanoTime() < end; id += 10) {
            insert(id);
            TimeUnit.MILLISECONDS.sleep(200);
        }
        Files.createFile(directory.resolve("stop"));
        for (Process process : processes) {
            process.waitFor();
        }
        JOBS.forEach(this::loadWhatIsLeft);
    }

    private void loadWhatIsLeft(String job) {
        String configuration = directory.resolve(job + ".conf").toString();
        CommandLineRun last = CommandLineRun.of(
                Map.of("DB_PASSWORD", "postgres"), step -> {}, "incremental", "--conf-file", configuration);
        if (last.code() != 0) {
            throw new IllegalStateException(last.err());
        }
    }

    private void insert(long id) {
        JOBS.forEach(job -> shop.execute("INSERT INTO soak." + job + " SELECT '" + job + "', n, now() FROM"
                + " generate_series(" + id + ", " + (id + 9) + ") n"));
    }

    private String configuration(String job) {
        String settings = s3.sparkSettings(bucket).entrySet().stream()
                .map(setting -> "\"" + setting.getKey() + "\" = \"" + setting.getValue() + "\"")
                .collect(Collectors.joining("\n"));
        return String.format("""
                highwater {
                  job = %1$s, state.path = "s3a://%2$s/state"
                  source { type = jdbc, url = "%3$s", user = postgres, password = "env:DB_PASSWORD", table = soak.%1$s }
                  target { path = "%4$s", key = [job, id], upkeep.mode = off }
                  incremental { column = updated_at, overlap = 0 seconds }
                  spark {
                %5$s
                  }
                }
                """, job, bucket, shop.url(), table, settings);
    }

    @SuppressWarnings("SystemOut")
    private boolean isWell() throws IOException {
        Map<String, Integer> codes = new TreeMap<>();
        Map<Long, String> noted = new TreeMap<>();
        int twice = 0;
        for (String job : JOBS) {
            for (String line : Files.readAllLines(directory.resolve(job))) {
                String[] words = line.split(" ");
                codes.merge(words[0], 1, Integer::sum);
                if (words[0].equals("0") && !words[1].equals("-")) {
                    twice += noted.put(Long.parseLong(words[1]), job) == null ? 0 : 1;
                }
            }
        }
        Map<Long, String> inLog = new HashMap<>();
        Map<String, Integer> runs = new HashMap<>();
        new TableLog(s3.hadoop(), table)
                .newest(Integer.MAX_VALUE)
                .forEach(commit -> commit.userMetadata().flatMap(Stamp::parse).ifPresent(stamp -> {
                    inLog.put(commit.version(), stamp.job());
                    runs.merge(stamp.run(), 1, Integer::sum);
                }));
        long missing = noted.entrySet().stream()
                .filter(each -> !each.getValue().equals(inLog.get(each.getKey())))
                .count();
        long repeated = runs.values().stream().filter(times -> times > 1).count();
        long doubled = rows("SELECT count(*) - count(DISTINCT job, id) FROM {orders}");
        long lacking = JOBS.stream()
                        .mapToLong(job -> shop.number("SELECT count(*) FROM soak." + job))
                        .sum()
                - rows("SELECT count(DISTINCT job, id) FROM {orders}");
        System.out.printf(
                "runs by exit code %s; %d commits reported, %d of them not in the log as reported, %d reported twice; %d"
                        + " commits in the log, %d runs twice; %,d rows, %d missing, %d doubled%n",
                codes,
                noted.size(),
                missing,
                twice,
                inLog.size(),
                repeated,
                rows("SELECT count(*) FROM {orders}"),
                lacking,
                doubled);
        return !noted.isEmpty() && missing + twice + repeated + doubled + lacking == 0;
    }

    private long rows(String sql) {
        s3.settings()
                .forEach((name, value) ->
                        TestSpark.session().sparkContext().hadoopConfiguration().set(name, value));
        return TestSpark.session()
                .sql(sql.replace("{orders}", "delta.`" + table + "`"))
                .head()
                .getLong(0);
    }
}
