package io.highwater.jobs.demo;

import com.typesafe.config.ConfigUtil;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory a demo lives in: database, configuration files and lake.
 *
 * @param named the directory as the user named it
 */
record DemoFolder(Path named) {
    private static final int DAYS_OF_ORDERS = 190;
    private static final String MARKER = ".highwater-demo";

    /**
     * Makes the directory, or empties it if it is that of an earlier demo.
     *
     * @throws UserException if it is something else
     */
    static DemoFolder fresh(Path named) {
        DemoFolder folder = new DemoFolder(named);
        try {
            if (!folder.isUsable()) {
                throw refused(named);
            }
            folder.empty();
            Files.createDirectories(named);
            Files.writeString(folder.absolute(MARKER), "Made by highwater demo, which empties this directory.\n");
            return folder;
        } catch (IOException | UncheckedIOException failure) {
            throw unwritable(named, failure);
        }
    }

    /** The database, without the ending H2 adds. */
    String database() {
        return absolute("shop").toString();
    }

    /** A Delta table. */
    String lake(String name) {
        return absolute("lake").resolve(name).toString();
    }

    /** The state of the demo's jobs. */
    String state() {
        return lake("_highwater");
    }

    /** A file, as a user standing where the demo was started would name it. */
    String shown(String file) {
        return named.resolve(file).toString();
    }

    /** Writes the configuration files. */
    void writeConfiguration(String url, Instant now) {
        write(
                "shop.conf",
                Script.text("shop.conf")
                        .replace("@url@", quoted(url))
                        .replace("@state@", quoted(state()))
                        .replace("@lake@", quoted(lake(""))));
        write(Nightly.FILE, Script.text(Nightly.FILE).replace("@lake@", lake("")));
        write("orders.conf", Script.text("orders.conf").replace("@target@", quoted(lake("orders"))));
        write("orders_live.conf", Script.text("orders_live.conf").replace("@target@", quoted(lake("orders_live"))));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        write(
                PastWeeks.NAME + ".conf",
                Script.text(PastWeeks.NAME + ".conf")
                        .replace("@target@", quoted(lake(PastWeeks.NAME)))
                        .replace("@from@", today.minusDays(DAYS_OF_ORDERS).toString())
                        .replace("@through@", today.plusDays(1).toString()));
        write(
                Prices.NAME + ".conf",
                Script.text(Prices.NAME + ".conf")
                        .replace("@state@", quoted(state()))
                        .replace("@feed@", quoted(feed().toString()))
                        .replace("@target@", quoted(lake(Prices.NAME))));
    }

    /** Lays a file where the feed of prices is read. */
    void deliver(String file, String text) {
        try {
            Files.createDirectories(feed());
            Files.writeString(feed().resolve(file), text);
        } catch (IOException failure) {
            throw unwritable(named, failure);
        }
    }

    private Path feed() {
        return absolute("feed").resolve(Prices.NAME);
    }

    /** The lines of a configuration file that are neither blank nor comments. */
    List<String> essence(String file) {
        try (Stream<String> lines = Files.lines(absolute(file))) {
            return lines.filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw unwritable(named, failure);
        }
    }

    private Path absolute(String name) {
        return named.toAbsolutePath().normalize().resolve(name);
    }

    private boolean isUsable() throws IOException {
        if (!Files.exists(named) || Files.exists(absolute(MARKER))) {
            return true;
        }
        try (Stream<Path> content = Files.isDirectory(named) ? Files.list(named) : Stream.of(named)) {
            return content.findAny().isEmpty();
        }
    }

    private void empty() throws IOException {
        if (!Files.exists(named)) {
            return;
        }
        Path root = named.toRealPath();
        try (Stream<Path> content = Files.walk(root)) {
            for (Path path : content.filter(each -> !each.equals(root))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(path);
            }
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(absolute(file), text);
        } catch (IOException failure) {
            throw unwritable(named, failure);
        }
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }

    private static UserException refused(Path named) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot make the demo in " + named + ": it exists and is not an earlier demo (there is no " + MARKER
                        + " in it). Nothing was changed. Name another directory with --dir.");
    }

    private static UserException unwritable(Path named, Exception failure) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot write the demo's files to " + named + ": " + failure
                        + ". Name another directory with --dir, or make room.",
                failure);
    }
}
