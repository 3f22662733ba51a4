package io.highwater.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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

    /** Where Structured Streaming keeps it. */
    public String location() {
        return directory.toString() + "/stream";
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
