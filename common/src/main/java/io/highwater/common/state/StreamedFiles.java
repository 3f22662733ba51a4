package io.highwater.common.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which files Structured Streaming put into which micro-batch, from its own log: {@code offsets/<batch>} has the number of the
 * last listing that belongs to a batch, {@code sources/0/<listing>} the files of a listing, and every tenth of these, with
 * {@code .compact} after its name, those of all before it too.
 */
final class StreamedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileSystem files;
    private final Path stream;

    StreamedFiles(FileSystem files, Path stream) {
        this.files = files;
        this.stream = stream;
    }

    /**
     * The files of a batch.
     *
     * @throws IOException if the log does not say, or cannot be read
     */
    List<Path> of(long batch) throws IOException {
        long last = listing(batch);
        long former = batch == 0 ? -1 : listing(batch - 1);
        List<Path> paths = new ArrayList<>();
        for (long listing : LongStream.rangeClosed(former + 1, last).toArray()) {
            for (JsonNode entry : entries(listing)) {
                if (entry.path("batchId").asLong() == listing) {
                    paths.add(new Path(URI.create(entry.path("path").asText())));
                }
            }
        }
        return paths;
    }

    /**
     * When each file was last changed that is in a batch, in milliseconds, as it was when it was listed.
     *
     * @throws IOException if the log cannot be read
     */
    Map<Path, Long> all() throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus file : listings()) {
            names.add(file.getPath().getName());
        }
        long compact = names.stream()
                .filter(name -> name.matches("\\d{1,18}\\.compact"))
                .mapToLong(name -> Long.parseLong(name.replace(".compact", "")))
                .max()
                .orElse(-1);
        LongStream single = names.stream()
                .filter(name -> name.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .filter(listing -> listing > compact);
        Map<Path, Long> changed = new HashMap<>();
        for (long listing : LongStream.concat(LongStream.of(compact), single)
                .filter(some -> some >= 0)
                .toArray()) {
            for (JsonNode entry : entries(listing)) {
                changed.put(
                        new Path(URI.create(entry.path("path").asText())),
                        entry.path("timestamp").asLong());
            }
        }
        return changed;
    }

    private FileStatus[] listings() throws IOException {
        try {
            return files.listStatus(new Path(stream, "sources/0"));
        } catch (FileNotFoundException none) {
            return new FileStatus[0];
        }
    }

    private long listing(long batch) throws IOException {
        Path offsets = new Path(stream, "offsets/" + batch);
        return lines(offsets)
                .orElseThrow(() -> new FileNotFoundException(offsets.toString()))
                .map(StreamedFiles::json)
                .filter(line -> line.has("logOffset"))
                .findFirst()
                .map(line -> line.path("logOffset").asLong())
                .orElseThrow(() -> new IOException(offsets + " names no listing of files"));
    }

    private List<JsonNode> entries(long listing) throws IOException {
        Path entries = new Path(stream, "sources/0/" + listing);
        Optional<Stream<String>> lines = lines(entries);
        if (lines.isEmpty()) {
            lines = lines(entries.suffix(".compact"));
        }
        return lines.orElseThrow(() -> new FileNotFoundException(entries.toString()))
                .map(StreamedFiles::json)
                .toList();
    }

    /** Without the version that comes first. */
    private Optional<Stream<String>> lines(Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1));
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException damaged) {
            throw new java.io.UncheckedIOException(damaged);
        }
    }
}
