package io.highwater.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What we note about a reading of a feed beside Structured Streaming's own files, each note a file of JSON.
 *
 * @param hadoop knows the file system of the directory
 */
record CheckpointNotes(Configuration hadoop, Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A note; empty if there is none. What a run left that was writing it counts where there is no other, if it is whole. */
    Optional<JsonNode> read(String name) {
        try {
            return text(new Path(directory, name)).map(note -> json(name, note)).or(() -> leftUnfinished(name));
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private JsonNode json(String name, String note) {
        try {
            return JSON.readTree(note);
        } catch (JsonProcessingException noJson) {
            throw damaged(name, noJson);
        }
    }

    private Optional<JsonNode> leftUnfinished(String name) {
        try {
            return text(unfinished(name)).map(CheckpointNotes::whole).filter(JsonNode::isObject);
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** Of a note that was cut off nothing counts: it was the first, because there was none to be replaced. */
    private static JsonNode whole(String note) {
        try {
            return JSON.readTree(note);
        } catch (JsonProcessingException cut) {
            return MissingNode.getInstance();
        }
    }

    private Optional<String> text(Path path) throws IOException {
        try (FSDataInputStream note = files().open(path)) {
            return Optional.of(new String(note.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    private Path unfinished(String name) {
        return new Path(directory, "_" + name);
    }

    /**
     * A reader never finds a part of a note: it is written under another name, whole, before the former one goes, and counts from
     * then on. Few file systems put one file in the place of another in one step. One that says the same stays.
     */
    void write(String name, ObjectNode json) {
        String text = json.toPrettyString();
        try {
            FileSystem files = files();
            Path finished = new Path(directory, name);
            if (text(finished).filter(text::equals).isPresent()) {
                return;
            }
            try (FSDataOutputStream note = files.create(unfinished(name), true)) {
                note.write(text.getBytes(StandardCharsets.UTF_8));
            }
            files.delete(finished, false);
            if (!files.rename(unfinished(name), finished)) {
                throw new IOException(unfinished(name) + " could not be renamed");
            }
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** Takes a note away. */
    void forget(String name) throws IOException {
        files().delete(unfinished(name), false);
        files().delete(new Path(directory, name), false);
    }

    private FileSystem files() throws IOException {
        return directory.getFileSystem(hadoop);
    }

    UserException damaged(String name, Exception cause) {
        return new UserException(
                ExitCode.REFUSED,
                "Cannot use checkpoint " + directory + ": " + name + " in it is damaged. Bring back a copy of the"
                        + " directory, or delete the directory; the next run says how to go on without it.",
                cause);
    }

    UserException unusable(IOException cause) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot use checkpoint " + directory + ": " + cause.getMessage() + ". Run again.",
                cause);
    }
}
