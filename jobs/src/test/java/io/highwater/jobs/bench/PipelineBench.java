package io.highwater.jobs.bench;

import io.highwater.common.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pipeline of small PostgreSQL tables, each an incremental load: the first load, runs with nothing new and a run with changes,
 * each by the launcher in a process of its own; and beside them some of the same jobs as processes of their own. Arguments:
 * tables (100), single runs (10), steps at a time (4), and a {@code SPARK_HOME} if single runs are to go through its
 * {@code spark-submit} too. To be run from the project's root.
 */
public final class PipelineBench {
    private static final Pattern TIME = Pattern.compile("(?m)^ +([0-9.]+) s  ([A-Z]+) ");
    private static final int ROWS = 1_000;

    private final TestPostgres database = TestPostgres.server();
    private final Path directory;
    private final int tables;

    private PipelineBench(Path directory, int tables) {
        this.directory = directory;
        this.tables = tables;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int tables = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int single = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        String atATime = arguments.length > 2 ? arguments[2] : "4";
        PipelineBench bench = new PipelineBench(Files.createTempDirectory("highwater-bench"), tables);
        bench.prepare(atATime);
        System.out.printf("%d tables of %,d rows, %s at a time%n", tables, ROWS, atATime);
        bench.print("first load", bench.run("pipeline", bench.pipeline()));
        for (int round = 0; round < 3; round++) {
            bench.print("nothing new", bench.run("pipeline", bench.pipeline()));
        }
        bench.change();
        Launched changed = bench.run("pipeline", bench.pipeline());
        bench.print("10 rows changed in each", changed);
        bench.printAlone("the launcher", bench.alone(single, Map.of()), changed);
        if (arguments.length > 3) {
            bench.printAlone("spark-submit", bench.alone(single, Map.of("SPARK_HOME", arguments[3])), changed);
        }
    }

    /** Seconds of a table's changes by a process of its own, on average. */
    private double alone(int processes, Map<String, String> environment) throws IOException, InterruptedException {
        change();
        double seconds = 0;
        for (int table = 0; table < processes; table++) {
            seconds += Launched.of(
                            directory.resolve("output"),
                            environment,
                            "incremental",
                            "--conf-file",
                            job(table).toString())
                    .seconds();
        }
        return seconds / processes;
    }

    @SuppressWarnings("SystemOut")
    private void printAlone(String by, double seconds, Launched together) {
        System.out.printf(
                "the same by processes of %s: %.1f s each, %.0f s for %d (extrapolated); the pipeline takes 1/%.1f of that%n",
                by, seconds, seconds * tables, tables, seconds * tables / together.seconds());
    }

    @SuppressWarnings("SystemOut")
    private void print(String what, Launched ended) {
        System.out.printf(
                "%-24s %6.1f s in all, %6.1f s from the first step to the last, %6.1f s of processor time, %d MB at most%n",
                what, ended.seconds(), working(ended), ended.processor(), ended.megabytes());
    }

    private void prepare(String atATime) throws IOException {
        database.execute("DROP SCHEMA IF EXISTS many CASCADE", "CREATE SCHEMA many");
        for (int table = 0; table < tables; table++) {
            database.execute(
                    "CREATE TABLE many.t" + table + " (id bigint PRIMARY KEY, name text, total numeric(12, 2),"
                            + " changed timestamptz NOT NULL DEFAULT now())",
                    "INSERT INTO many.t" + table + " SELECT n, 'name ' || n, n, now() - interval '1 day' FROM"
                            + " generate_series(1, " + ROWS + ") n",
                    "CREATE INDEX ON many.t" + table + " (changed)");
            write(
                    job(table),
                    "job = t" + table + "\nsource { " + source() + ", table = many.t" + table
                            + " }\ntarget { path = \"" + directory.resolve("lake/t" + table)
                            + "\", key = [id] }\nincremental.column = changed");
        }
        database.execute("ANALYZE");
        String steps = IntStream.range(0, tables)
                .mapToObj(table -> String.format(
                        "t%d { source.table = many.t%d, target.path = \"%s\" }",
                        table, table, directory.resolve("lake/t" + table)))
                .collect(Collectors.joining("\n"));
        write(
                pipeline(),
                "source { " + source() + " }\npipeline { name = many, parallelism = " + atATime
                        + "\ndefaults { pattern = incremental, target.key = [id], incremental.column = changed }\nsteps {\n"
                        + steps + "\n} }");
    }

    private String source() {
        return "type = jdbc, url = \"" + database.url() + "\", user = postgres, password = \"env:DB_PASSWORD\"";
    }

    private void write(Path file, String blocks) throws IOException {
        Files.writeString(
                file, "highwater {\nstate.path = \"" + directory.resolve("state") + "\"\n" + blocks + "\n}\n");
    }

    private Path pipeline() {
        return directory.resolve("pipeline.conf");
    }

    private Path job(int table) {
        return directory.resolve("t" + table + ".conf");
    }

    private void change() {
        for (int table = 0; table < tables; table++) {
            database.execute("UPDATE many.t" + table + " SET total = total + 1, changed = now() WHERE id <= 10");
        }
    }

    private Launched run(String command, Path configuration) throws IOException, InterruptedException {
        return Launched.of(directory.resolve("output"), command, "--conf-file", configuration.toString());
    }

    private static double working(Launched process) {
        double[] times = TIME.matcher(process.printed())
                .results()
                .map(MatchResult::group)
                .mapToDouble(line -> Double.parseDouble(line.strip().split(" ")[0]))
                .toArray();
        return times.length == 0 ? 0 : times[times.length - 1] - times[0];
    }
}
