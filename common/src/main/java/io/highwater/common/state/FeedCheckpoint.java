package io.highwater.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.Progress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * How far a job has read its feed: a directory {@code <state path>/checkpoints/<job>} that Structured Streaming keeps, and in
 * it a note of ours that says which reading of which feed it is.
 */
public final class FeedCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Configuration hadoop;
    private final Path directory;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     */
    public FeedCheckpoint(Configuration hadoop, String statePath, String job) {
        this.hadoop = hadoop;
        this.directory = new Path(statePath + "/checkpoints/" + job);
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

    /** All that is known of the reading. */
    public String directory() {
        return directory.toString();
    }

    /** Where Structured Streaming keeps it. */
    public String location() {
        return directory.toString() + "/stream";
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
        Path path = new Path(location(), log);
        try {
            return Arrays.stream(path.getFileSystem(hadoop).listStatus(path))
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max();
        } catch (FileNotFoundException none) {
            return OptionalLong.empty();
        } catch (IOException failure) {
            throw unusable(failure.getMessage(), failure);
        }
    }

    /** Where a batch ends: the last line, because there is one source. */
    private String offsets(long batch) {
        Path path = new Path(location(), "offsets/" + batch);
        try (FSDataInputStream file = path.getFileSystem(hadoop).open(path)) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
            return lines.get(lines.size() - 1);
        } catch (IOException failure) {
            throw unusable(failure.getMessage(), failure);
        }
    }

    /** The reading that is under way; empty if none was begun, or it was deleted. */
    public Optional<Reading> reading() {
        try (FSDataInputStream note = directory.getFileSystem(hadoop).open(note())) {
            return Optional.of(parsed(new String(note.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (FileNotFoundException none) {
            return Optional.empty();
        } catch (JsonProcessingException damaged) {
            throw unusable("its note " + note() + " is no JSON", damaged);
        } catch (IOException failure) {
            throw unusable(failure.getMessage(), failure);
        }
    }

    /** Begins a reading. */
    public Reading begin(Reading reading) {
        ObjectNode json = JSON.createObjectNode().put("id", reading.id());
        ObjectNode facts = json.putObject("feed");
        new TreeMap<>(reading.facts()).forEach(facts::put);
        try (FSDataOutputStream note = directory.getFileSystem(hadoop).create(note(), true)) {
            note.write(json.toPrettyString().getBytes(StandardCharsets.UTF_8));
            return reading;
        } catch (IOException failure) {
            throw unusable(failure.getMessage(), failure);
        }
    }

    private Path note() {
        return new Path(directory, "reading.json");
    }

    private static Reading parsed(String text) throws JsonProcessingException {
        JsonNode json = JSON.readTree(text);
        Map<String, String> facts = new TreeMap<>();
        json.path("feed")
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
        return new Reading(json.path("id").asText(), facts);
    }

    private UserException unusable(String why, Exception cause) {
        return new UserException(
                ExitCode.UNAVAILABLE, "Cannot use checkpoint " + directory + ": " + why + ". Run again.", cause);
    }
}
