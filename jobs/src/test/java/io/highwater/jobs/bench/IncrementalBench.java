package io.highwater.jobs.bench;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;

/** Incremental loads inside one warm session: with nothing new, and with a thousand changes. {@code DIRECTORY ROWS ROUNDS}. */
public final class IncrementalBench {
    private static final String NOTHING = "nothing new";
    private static final String CHANGES = "1,000 changed rows";
    private static final String PROOF = "prove";

    private IncrementalBench() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        TestPostgres shop = TestPostgres.server();
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer int, total numeric(12,2), note text,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO orders SELECT n, n % 1000, n * 1.5, 'order ' || n, now() - interval '1 day' FROM"
                        + " generate_series(1, " + rows + ") n",
                "CREATE INDEX ON orders (updated_at)",
                "ANALYZE orders");
        Lake lake = new Lake(Files.createTempDirectory(Path.of(arguments[0]), "incremental"))
                .reading(shop, "table = orders", "incremental { column = updated_at, overlap = 0 seconds }");
        Series series = new Series();
        measure(series, "first load of " + rows + " rows", lake, "incremental");
        for (int round = 0; round < rounds + 1; round++) {
            Series counted = round == 0 ? new Series() : series;
            measure(counted, NOTHING, lake, "incremental");
            shop.execute("UPDATE orders SET note = 'changed', updated_at = clock_timestamp() WHERE id % "
                    + (rows / 1000) + " = " + round);
            measure(counted, CHANGES, lake, "incremental");
        }
        measure(series, PROOF, lake, "prove");
        series.lines(NOTHING).forEach(System.out::println);
        System.exit(0);
    }

    private static void measure(Series series, String name, Lake lake, String command) {
        Stopwatch watch = new Stopwatch();
        CommandLineRun run = lake.run(command);
        series.add(name, watch.seconds());
        if (run.code() != 0) {
            throw new IllegalStateException(name + ": " + run.err());
        }
    }
}
