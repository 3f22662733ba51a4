package io.highwater.jobs.cluster;

import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/** A scenario that runs somewhere, through the launcher, and is compared with the shop's own SQL. */
final class Trial {
    private static final Path LAUNCHER = Path.of(System.getProperty("highwater.launcher", "../scripts/highwater"))
            .toAbsolutePath()
            .normalize();
    private static final int FILES_AT_FIRST = 4;

    private final Scenario scenario;
    private final Shop shop;
    private final Path directory;
    private final String lake;
    private final Configuration hadoop;
    private int commands;

    /**
     * @param directory for what the test writes down
     * @param lake where tables are, any URI
     * @param hadoop knows it
     */
    Trial(Scenario scenario, Shop shop, Path directory, String lake, Configuration hadoop) {
        this.scenario = scenario;
        this.shop = shop;
        this.directory = directory;
        this.lake = lake;
        this.hadoop = hadoop;
    }

    /** What may happen to a command while it runs. */
    interface Disturbance {
        /** Returns when the command has ended. */
        void until(Process command) throws InterruptedException;
    }

    /** Opens the shop and loads it, as it is at first. */
    void firstLoadAt(Place place, Disturbance disturbance) throws Exception {
        configure();
        shop.open();
        deliver(0);
        loads(place, disturbance);
    }

    /** Loads it once more, a day later. */
    void nextLoadAt(Place place, Disturbance disturbance) throws Exception {
        shop.liveOn();
        deliver(FILES_AT_FIRST);
        loads(place, disturbance);
    }

    /** The exit code of any command. To be called once there is a configuration. */
    int code(Place place, String... words) throws Exception {
        return code(place, Process::waitFor, List.of(words));
    }

    /** Everything that commands have printed. */
    String output() {
        StringBuilder all = new StringBuilder();
        for (int command = 1; command <= commands; command++) {
            try {
                all.append(Files.readString(printed(command)));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return all.toString();
    }

    private void loads(Place place, Disturbance disturbance) throws Exception {
        int code = code(place, disturbance, List.of(scenario.command()));
        if (code != 0) {
            throw new AssertionError(scenario.command() + " ended with " + code + ":\n" + output());
        }
        compare();
    }

    private int code(Place place, Disturbance disturbance, List<String> words)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(words.get(0), "--conf-file", configuration().toString()));
        all.addAll(words.subList(1, words.size()));
        commands++;
        Process process = place.start(LAUNCHER, printed(commands), all);
        try {
            disturbance.until(process);
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Writes the configuration down. */
    void configure() throws IOException {
        Files.createDirectories(directory);
        String blocks = scenario.blocks()
                .replace("{lake}", lake)
                .replace("{url}", shop.database().url())
                .replace("{user}", shop.database().user())
                .replace("{shop}", shop.schema());
        StringBuilder settings = new StringBuilder();
        hadoop.getPropsWithPrefix("fs.s3a.bucket.")
                .forEach((name, value) -> settings.append("\nspark.\"spark.hadoop.fs.s3a.bucket.")
                        .append(name)
                        .append("\" = \"")
                        .append(value)
                        .append('"'));
        Files.writeString(
                configuration(),
                "highwater {\nstate.path = \"" + lake + "/_highwater\"\n" + blocks + settings + "\n}\n");
    }

    private void deliver(int first) throws IOException {
        for (int file = first; file < first + FILES_AT_FIRST; file++) {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(lake, "feed/" + file + ".json");
            FileSystem files = path.getFileSystem(hadoop);
            try (FSDataOutputStream stream = files.create(path)) {
                stream.write(String.join("\n", shop.feed(file)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void compare() {
        scenario.expected().forEach((table, query) -> {
            List<String> expected = shop.rows(query);
            List<String> found = rows(table);
            if (!found.equals(expected)) {
                throw new AssertionError(different(table, expected, found));
            }
        });
    }

    private String different(String table, List<String> expected, List<String> found) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> extra = new ArrayList<>(found);
        extra.removeAll(expected);
        return table + " has " + found.size() + " rows and the source " + expected.size() + "; missing " + some(missing)
                + ", not in the source " + some(extra) + "\n" + output();
    }

    private static List<String> some(List<String> rows) {
        return IntStream.range(0, Math.min(5, rows.size())).mapToObj(rows::get).toList();
    }

    private List<String> rows(String table) {
        hadoop.getPropsWithPrefix("fs.s3a.bucket.")
                .forEach((name, value) -> TestSpark.session().conf().set("fs.s3a.bucket." + name, value));
        return TestSpark.session()
                .read()
                .format("delta")
                .load(lake + "/" + table)
                .selectExpr(Scenario.ROW)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private Path configuration() {
        return directory.resolve("shop.conf");
    }

    private Path printed(int command) {
        return directory.resolve("command" + command + ".log");
    }
}
