package io.highwater.jobs.bench;

import io.highwater.common.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Advice on a PostgreSQL of many tables, and the pipeline it writes, run as it is; each by the launcher in a process of its own.
 * Arguments: tables (200), rounds (5). To be run from the project's root.
 */
public final class AdviseBench {
    private static final int LARGE = 120_000;
    private static final int SMALL = 500;

    private final TestPostgres database = TestPostgres.server();
    private final Path directory;

    private AdviseBench(Path directory) {
        this.directory = directory;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int tables = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        AdviseBench bench = new AdviseBench(Files.createTempDirectory("highwater-bench"));
        bench.prepare(tables);
        Series series = new Series();
        for (int round = 0; round < rounds; round++) {
            series.add("advise", bench.advise("advice" + round));
        }
        String pipeline = bench.directory.resolve("advice0/pipeline.conf").toString();
        series.add("the pipeline, --dry-run", bench.run("pipeline", "--conf-file", pipeline, "--dry-run"));
        series.add("the pipeline", bench.run("pipeline", "--conf-file", pipeline));
        series.add("the pipeline once more", bench.run("pipeline", "--conf-file", pipeline));
        series.add("advise, after these runs", bench.advise("later"));
        System.out.printf("%d tables%n", tables);
        series.lines("advise").forEach(System.out::println);
    }

    /** By turns: small, empty, large and changed, large and added to, large and without a key, never analyzed. */
    private void prepare(int tables) throws IOException {
        database.execute("DROP SCHEMA IF EXISTS many CASCADE", "CREATE SCHEMA many");
        int analyzed = tables - tables / 20;
        for (int table = 0; table < analyzed; table++) {
            create("many.t" + table, table % 20);
        }
        database.execute("ANALYZE");
        for (int table = analyzed; table < tables; table++) {
            create("many.t" + table, table % 20);
        }
        Files.writeString(directory.resolve("advise.conf"), """
                highwater {
                  source { url = "%s", user = postgres, password = "env:DB_PASSWORD" }
                  advise { lake = "%s", name = many, schemas = [many] }
                }
                """.formatted(database.url(), directory.resolve("lake")));
    }

    private void create(String table, int kind) {
        int rows = kind == 0 ? 0 : kind <= 3 ? LARGE : SMALL;
        String key = kind == 3 || kind == 4 ? "" : " PRIMARY KEY";
        String changed = kind % 2 == 1 ? ", updated_at timestamptz NOT NULL DEFAULT now()" : "";
        database.execute(
                "CREATE TABLE " + table + " (id bigint" + key + ", name text, total numeric(12, 2), created date"
                        + changed + ")",
                "INSERT INTO " + table + " (id, name, total, created) SELECT n, 'name ' || n, n, date '2024-01-01' FROM"
                        + " generate_series(1, " + rows + ") n");
    }

    private double advise(String out) throws IOException, InterruptedException {
        return run(
                "advise",
                "--conf-file",
                directory.resolve("advise.conf").toString(),
                "--out",
                directory.resolve(out).toString());
    }

    private double run(String... command) throws IOException, InterruptedException {
        return Launched.of(directory.resolve("output"), command).seconds();
    }
}
