package io.highwater.jobs.cdc;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;

/** A lake with a feed of JSON files, and what can befall the feed, its checkpoint and the table. */
final class FaultyFeed {
    private final Path directory;
    private final Lake lake;

    /** @param cdc more of the block {@code cdc} */
    FaultyFeed(Path directory, String cdc) throws IOException {
        this.directory = directory;
        this.lake = new Lake(directory).configured(String.format("""
                        source { type = files, path = "%s", format = json }
                        target { path = "%s", key = [id] }
                        cdc { format = columns, delete = hard, %s columns { op = op, sequence = [seq] } }
                        """, feed(), directory.resolve("orders"), cdc));
        Files.createDirectories(feed());
    }

    Lake lake() {
        return lake;
    }

    Path feed() {
        return directory.resolve("feed");
    }

    Path checkpoint() {
        return lake.state().resolve("checkpoints/orders");
    }

    CommandLineRun run(String... settings) {
        return lake.run("cdc-merge", arguments(settings));
    }

    static String[] arguments(String... settings) {
        return Arrays.stream(settings)
                .flatMap(setting -> Stream.of("--set", setting))
                .toArray(String[]::new);
    }

    static String event(String op, long sequence, int id, String note) {
        return String.format("{\"op\":\"%s\",\"seq\":%d,\"id\":%d,\"note\":\"%s\"}", op, sequence, id, note);
    }

    Path deliver(String name, String... lines) throws IOException {
        return Files.write(feed().resolve(name), List.of(lines));
    }

    /** A compressed file, cut after some of its bytes; 0 for the whole. */
    Path deliverCompressed(String name, int cut, String... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        return Files.write(feed().resolve(name), Arrays.copyOf(whole, cut == 0 ? whole.length : cut));
    }

    /** The rows, and the sequence each comes from. */
    List<String> rows() {
        return lake.texts("SELECT concat_ws('|', id, note, _sequence) FROM {orders} ORDER BY id");
    }

    /** The table's version, from its log's files; -1 if there is no table. */
    long version() throws IOException {
        Path log = lake.table().resolve("_delta_log");
        if (Files.notExists(log)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".json")).count() - 1;
        }
    }

    /** The last of the numbered files of the checkpoint. */
    Path last(String kind) throws IOException {
        try (Stream<Path> files = Files.list(checkpoint().resolve("stream").resolve(kind))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparingLong(
                            file -> Long.parseLong(file.getFileName().toString())))
                    .orElseThrow();
        }
    }

    /** Spark heeds sums of its own beside the file. */
    static void overwrite(Path file, String content) throws IOException {
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        Files.writeString(file, content);
    }

    /** Keeps the checkpoint as it is now. */
    void keep(String name) throws IOException {
        FileUtils.copyDirectory(checkpoint().toFile(), directory.resolve(name).toFile());
    }

    void bringBack(String name) throws IOException {
        FileUtils.deleteDirectory(checkpoint().toFile());
        FileUtils.copyDirectory(directory.resolve(name).toFile(), checkpoint().toFile());
    }
}
