package io.highwater.jobs.cdc.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes records as lines of JSON: below a directory one directory for each topic, and in it files whose names sort in
 * the order of delivery. A file appears whole and is never touched again. Names that start with a dot are not yet files.
 */
public final class FileSink implements CaptureSink {
    private final Path directory;
    private final int recordsPerFile;
    private final Function<CapturedRecord, Stream<String>> lines;

    private FileSink(Path directory, int recordsPerFile, Function<CapturedRecord, Stream<String>> lines) {
        this.directory = directory;
        this.recordsPerFile = recordsPerFile;
        this.lines = lines;
    }

    /** A line is a record's value, and tombstones are left out, as most file sinks do. */
    public static FileSink ofValues(Path directory, int recordsPerFile) {
        return new FileSink(directory, recordsPerFile, record -> record.value().stream());
    }

    /** A line is <code>{"topic": …, "key": …, "value": …}</code>; the value of a tombstone is null. */
    public static FileSink ofRecords(Path directory, int recordsPerFile) {
        return new FileSink(directory, recordsPerFile, record -> Stream.of(record.line()));
    }

    @Override
    public void deliver(List<CapturedRecord> records) {
        Map<String, List<String>> byTopic = new LinkedHashMap<>();
        for (CapturedRecord each : records) {
            lines.apply(each)
                    .forEach(line -> byTopic.computeIfAbsent(each.topic(), topic -> new ArrayList<>())
                            .add(line));
        }
        byTopic.forEach(this::write);
    }

    private void write(String topic, List<String> lines) {
        for (int from = 0; from < lines.size(); from += recordsPerFile) {
            writeFile(directory.resolve(topic), lines.subList(from, Math.min(lines.size(), from + recordsPerFile)));
        }
    }

    private static void writeFile(Path folder, List<String> lines) {
        try {
            Files.createDirectories(folder);
            String name = "%08d.jsonl".formatted(filesIn(folder));
            Path unfinished = Files.write(folder.resolve("." + name), lines);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write records to " + folder, failure);
        }
    }

    private static long filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }
}
