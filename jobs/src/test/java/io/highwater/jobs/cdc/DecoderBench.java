package io.highwater.jobs.cdc;

import io.highwater.jobs.cli.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Change events that one core decodes, and decodes and types, beside reading the same files as text, turn by turn. Arguments:
 * events of each feed (20000), rounds (5), the beginning of the names of the feeds (all). Prints medians; times are those of the
 * processor.
 */
public final class DecoderBench {
    private static final int WARM_UP = 2;
    private static final String LINE = "%-18s %6s  %9s %8s  %9s %8s  %9s %8s  %7s %7s%n";

    private final TaskTime time;
    private final DecoderFeeds feeds;
    private final int rounds;

    private DecoderBench(TaskTime time, DecoderFeeds feeds, int rounds) {
        this.time = time;
        this.feeds = feeds;
        this.rounds = rounds;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long events = arguments.length > 0 ? Long.parseLong(arguments[0]) : 20_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String named = arguments.length > 2 ? arguments[2] : "";
        SparkSession spark = Sessions.open("bench", Map.of("spark.master", "local[1]"));
        Path directory = Files.createTempDirectory("highwater-bench");
        System.out.printf(
                "%d events a feed, medians of %d rounds, events and bytes a second of one core%n", events, rounds);
        System.out.printf(LINE, "", "bytes", "text", "", "decoded", "", "typed", "", "text is", "times");
        System.out.printf(LINE, "", "each", "k/s", "MB/s", "k/s", "MB/s", "k/s", "MB/s", "decoded", "typed");
        TaskTime time = TaskTime.of(spark);
        for (String name : new DecoderFeeds(spark, directory, events).all().keySet()) {
            if (name.startsWith(named)) {
                DecoderFeeds feeds = new DecoderFeeds(spark, directory.resolve(name.replaceAll("\\W+", "-")), events);
                new DecoderBench(time, feeds, rounds).measure(name);
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private void measure(String name) throws IOException, InterruptedException {
        DecoderFeeds.Case feed = feeds.all().get(name).get();
        List<Dataset<Row>> frames = List.of(feed.plain(), feed.decoded(), feed.typed());
        List<List<Double>> seconds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int at = 0; at < frames.size(); at++) {
                double taken = time.seconds(frames.get(at));
                if (round >= 0) {
                    seconds.get(at).add(taken);
                }
            }
        }
        print(name, seconds.stream().map(DecoderBench::median).toList());
    }

    @SuppressWarnings("SystemOut")
    private void print(String name, List<Double> medians) throws IOException {
        long bytes = bytes();
        List<Object> cells = new ArrayList<>(List.of(name, bytes / feeds.events()));
        for (double seconds : medians) {
            cells.add(String.format("%.1f", feeds.events() / seconds / 1e3));
            cells.add(String.format("%.1f", bytes / seconds / 1e6));
        }
        cells.add(String.format("%.1f", medians.get(1) / medians.get(0)));
        cells.add(String.format("%.1f", medians.get(2) / medians.get(0)));
        System.out.printf(LINE, cells.toArray());
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(feeds.path()))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
