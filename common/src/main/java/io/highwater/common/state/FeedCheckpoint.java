package io.highwater.common.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.Progress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * How far a job has read its feed: a directory {@code <state path>/checkpoints/<job>} that Structured Streaming keeps, and in
 * it notes of ours: which reading of which feed it is, and which tables it has gone into.
 */
public final class FeedCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = "reading.json";
    private static final String TABLES = "tables.json";

    private final Configuration hadoop;
    private final Path directory;
    private final CheckpointNotes notes;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     */
    public FeedCheckpoint(Configuration hadoop, String statePath, String job) {
        this.hadoop = hadoop;
        this.directory = new Path(statePath + "/checkpoints/" + job);
        this.notes = new CheckpointNotes(hadoop, directory);
    }

    /**
     * A reading of a feed, from its beginning.
     *
     * @param id no two readings have the same
     * @param facts what feed it is
     */
    public record Reading(String id, Map<String, String> facts) {
        public Reading {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * A table as the reading last left it.
     *
     * @param id what Delta tells tables apart by
     * @param version its version
     */
    public record Table(String id, long version) {}

    /** All that is kept of the reading; deleting it makes the job read its feed from the beginning. */
    public String directory() {
        return directory.toString();
    }

    /** Where Structured Streaming keeps it. */
    public String location() {
        return stream().toString();
    }

    /**
     * How far the reading is.
     *
     * @param parts what is known of the feed's parts
     */
    public Progress progress(Map<String, String> parts) {
        OptionalLong done = last("commits");
        OptionalLong planned = last("offsets");
        return new Progress(
                parts,
                done.isPresent() ? Optional.of(offsets(done.getAsLong())) : Optional.empty(),
                planned.isPresent() && !planned.equals(done)
                        ? Optional.of(offsets(planned.getAsLong()))
                        : Optional.empty());
    }

    /** The last of the batches that one of Structured Streaming's logs has. */
    private OptionalLong last(String log) {
        try {
            return Arrays.stream(directory.getFileSystem(hadoop).listStatus(new Path(stream(), log)))
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .max();
        } catch (FileNotFoundException none) {
            return OptionalLong.empty();
        } catch (IOException failure) {
            throw notes.unusable(failure);
        }
    }

    /** Where a batch ends: the last line, because there is one source. */
    private String offsets(long batch) {
        Path path = new Path(stream(), "offsets/" + batch);
        try (FSDataInputStream file = path.getFileSystem(hadoop).open(path)) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
            return lines.get(lines.size() - 1);
        } catch (IOException failure) {
            throw notes.unusable(failure);
        }
    }

    /**
     * The reading that is under way; empty if none was begun, or it was deleted.
     *
     * @throws UserException if what tells of it cannot be read
     */
    public Optional<Reading> reading() {
        return notes.read(NOTE).map(json -> {
            if (json.path("id").asText().isEmpty()) {
                throw notes.damaged(NOTE, null);
            }
            Map<String, String> facts = new TreeMap<>();
            json.path("feed")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            return new Reading(json.path("id").asText(), facts);
        });
    }

    /** The number of the last micro-batch that was begun; empty if none was. */
    public OptionalLong lastBatch() {
        return last("offsets");
    }

    /**
     * The files that a micro-batch is made of; for feeds of files.
     *
     * @throws UserException if the checkpoint does not tell
     */
    public List<Path> filesOf(long batch) {
        try {
            return new StreamedFiles(directory.getFileSystem(hadoop), stream()).of(batch);
        } catch (IOException | UncheckedIOException failure) {
            throw notes.damaged("stream", failure);
        }
    }

    /**
     * All files that were put into a micro-batch, with the milliseconds at which each had been changed last; for feeds of files.
     *
     * @throws UserException if the checkpoint does not tell
     */
    public Map<Path, Long> filesRead() {
        try {
            return new StreamedFiles(directory.getFileSystem(hadoop), stream()).all();
        } catch (IOException | UncheckedIOException failure) {
            throw notes.damaged("stream", failure);
        }
    }

    /** Begins a reading. What Structured Streaming kept of a former one goes. */
    public Reading begin(Reading reading) {
        try {
            directory.getFileSystem(hadoop).delete(stream(), true);
            notes.forget(TABLES);
        } catch (IOException failure) {
            throw notes.unusable(failure);
        }
        return keep(reading);
    }

    /** Notes what more is known of the reading that is under way. */
    public Reading keep(Reading reading) {
        ObjectNode json = JSON.createObjectNode().put("id", reading.id());
        ObjectNode facts = json.putObject("feed");
        new TreeMap<>(reading.facts()).forEach(facts::put);
        notes.write(NOTE, json);
        return reading;
    }

    /** The tables that the reading has gone into, by their addresses. */
    public Map<String, Table> tables() {
        Map<String, Table> tables = new TreeMap<>();
        notes.read(TABLES)
                .ifPresent(json -> json.properties()
                        .forEach(table -> tables.put(
                                table.getKey(),
                                new Table(
                                        table.getValue().path("id").asText(),
                                        table.getValue().path("version").asLong()))));
        return tables;
    }

    /** Notes which tables the reading has gone into. */
    public void note(Map<String, Table> tables) {
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(tables)
                .forEach((address, table) ->
                        json.putObject(address).put("id", table.id()).put("version", table.version()));
        notes.write(TABLES, json);
    }

    private Path stream() {
        return new Path(directory, "stream");
    }
}
