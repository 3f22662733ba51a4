package io.highwater.jobs.bench;

import io.highwater.jobs.cli.Sessions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * 1,000 changes come into tables of one and of many rows: Delta's MERGE beside ours, same session, same changes, turn by
 * turn. Arguments: rows of the large table (10000000), rounds (3). Prints seconds.
 */
public final class MergeBench {
    private static final long SMALL = 1_000_000;
    private static final int WARM_UP = 2;

    private final SparkSession spark;
    private final Path directory;
    private final Series series = new Series();

    private MergeBench(SparkSession spark, Path directory) {
        this.spark = spark;
        this.directory = directory;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10 * SMALL;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("highwater-bench");
        SparkSession spark = Sessions.open("bench", Map.of());
        new MergeBench(spark, directory.resolve("warm-up")).compare(SMALL / 10, WARM_UP);
        MergeBench bench = new MergeBench(spark, directory);
        bench.compare(SMALL, rounds);
        if (rows != SMALL) {
            bench.compare(rows, rounds);
        }
        System.out.printf("%d changes, %d rounds, medians of seconds%n", MergeContender.CHANGES, rounds);
        bench.print(System.out, rows);
    }

    private void compare(long rows, int rounds) {
        for (MergeContender contender : MergeContender.values()) {
            contender.create(spark, path(contender, rows), rows);
        }
        for (int round = 1; round <= rounds; round++) {
            for (MergeContender contender : MergeContender.values()) {
                Map<String, Double> seconds = contender.merge(spark, path(contender, rows), rows, round);
                seconds.forEach((part, measured) -> series.add(name(contender, rows) + part, measured));
            }
            same(rows);
        }
    }

    /** The contenders must agree, or the figures mean nothing. */
    private void same(long rows) {
        long contents = java.util.Arrays.stream(MergeContender.values())
                .map(contender -> spark.sql(
                                "SELECT count(*), bit_xor(xxhash64(*)) FROM delta.`" + path(contender, rows) + "`")
                        .head()
                        .toString())
                .distinct()
                .count();
        if (contents != 1) {
            throw new IllegalStateException("The tables differ below " + directory);
        }
    }

    private Path path(MergeContender contender, long rows) {
        return directory.resolve(contender.name() + rows);
    }

    private static String name(MergeContender contender, long rows) {
        return String.format("%,d: %s", rows, contender.title());
    }

    private void print(PrintStream out, long rows) {
        series.lines(name(MergeContender.OURS, rows)).forEach(out::println);
    }
}
