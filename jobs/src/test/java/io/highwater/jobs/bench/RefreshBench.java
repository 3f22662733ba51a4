package io.highwater.jobs.bench;

import io.highwater.jobs.cli.Sessions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A full refresh beside the few lines of Spark it replaces: same database, same splits, same session, turn by turn.
 * Arguments: rows, and rounds (3). Prints seconds.
 */
public final class RefreshBench {
    private static final String REFRESH = "full-refresh with key and check";
    private static final long WARM_UP_ROWS = 100_000;

    private final Path directory;
    private final OrdersTable orders;
    private final RefreshCommandRun refresh;
    private final Series loads = new Series();
    private final Series parts = new Series();

    private RefreshBench(Path directory, long rows) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.orders = new OrdersTable(Sessions.open("bench", Map.of()), rows);
        this.refresh = new RefreshCommandRun(orders, directory);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("highwater-bench");
        new RefreshBench(directory.resolve("small"), WARM_UP_ROWS).compare(2);
        RefreshBench bench = new RefreshBench(directory.resolve("large"), rows);
        bench.compare(rounds);
        bench.takeApart();
        System.out.printf("%,d rows, %d rounds, medians of seconds%n", rows, rounds);
        bench.print(System.out);
    }

    private void compare(int rounds) {
        for (int round = 0; round < rounds; round++) {
            measure(BareWrite.DELTA, loads);
            Stopwatch watch = new Stopwatch();
            Phases phases = refresh.run();
            loads.add(REFRESH, watch.seconds());
            phases.seconds().forEach(loads::add);
        }
    }

    private void takeApart() {
        for (BareWrite part : BareWrite.values()) {
            measure(part, parts);
        }
    }

    private void measure(BareWrite write, Series series) {
        Stopwatch watch = new Stopwatch();
        write.run(orders.bare(), directory);
        series.add(write.title(), watch.seconds());
    }

    private void print(PrintStream out) {
        loads.lines(BareWrite.DELTA.title()).forEach(out::println);
        out.println("what the bare load is made of, once each, beside plain Parquet");
        parts.lines(BareWrite.PARQUET.title()).forEach(out::println);
    }
}
