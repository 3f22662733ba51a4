package io.highwater.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.time.CursorType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/** A watermark as the JSON text of a note. */
final class WatermarkNote {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "highwater.watermark.";

    private WatermarkNote() {}

    static String name(String job) {
        return PREFIX + job;
    }

    static boolean isWatermark(String noteName) {
        return noteName.startsWith(PREFIX);
    }

    static String text(Watermark watermark) {
        ObjectNode note = JSON.createObjectNode()
                .put("job", watermark.job())
                .put("column", watermark.column())
                .put("type", watermark.type().name())
                .put("zone", watermark.zone().getId())
                .put("watermark", watermark.text())
                .put("run", watermark.run())
                .put("generation", watermark.generation())
                .put("at", watermark.at().toString());
        watermark.targetVersion().ifPresent(version -> note.put("targetVersion", version));
        watermark.keysCompared().ifPresent(moment -> note.put("keysCompared", moment.toString()));
        return note.toString();
    }

    static Watermark watermark(String text) {
        try {
            return watermark(JSON.readTree(text));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A watermark in the state is not readable: " + text, broken);
        }
    }

    private static Watermark watermark(JsonNode note) {
        CursorType type = CursorType.valueOf(note.path("type").asText());
        return new Watermark(
                note.path("job").asText(),
                note.path("column").asText(),
                type,
                ZoneId.of(note.path("zone").asText()),
                type.position(note.path("watermark").asText())
                        .orElseThrow(
                                () -> new IllegalStateException("A watermark in the state is no position: " + note)),
                note.path("run").asText(),
                note.path("generation").asLong(),
                Instant.parse(note.path("at").asText()),
                note.has("targetVersion")
                        ? OptionalLong.of(note.path("targetVersion").asLong())
                        : OptionalLong.empty(),
                note.has("keysCompared")
                        ? Optional.of(Instant.parse(note.path("keysCompared").asText()))
                        : Optional.empty());
    }
}
