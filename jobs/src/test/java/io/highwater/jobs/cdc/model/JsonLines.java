package io.highwater.jobs.cdc.model;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Events as JSON lines, {@code {"op":"U","seq":7,"id":"a","unavailable":["note"],"name":"Alice","amount":1.5000000000,
 * "happened":"2024-05-01T00:00:00.000000Z","count":3}}: op is U, D or T, the id of a truncate is null, decimals are
 * exact, and unavailable columns are left out.
 */
public final class JsonLines {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JsonLines() {}

    /** Makes the file, or replaces it. */
    public static void write(Collection<Event> events, Path path) {
        try (BufferedWriter out = Files.newBufferedWriter(path)) {
            for (Event event : events) {
                out.write(line(event));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String line(Event event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("op", event.op().name().substring(0, 1));
        line.put("seq", event.sequence());
        line.put("id", event.key());
        line.put("unavailable", event.unavailable());
        line.putAll(event.row());
        return line.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + json(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof String text) {
            return quoted(text);
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof Long number) {
            return number.toString();
        } else if (value instanceof Instant moment) {
            return quoted(MICROSECONDS.format(moment));
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(JsonLines::json).collect(Collectors.joining(",", "[", "]"));
        }
        throw new IllegalArgumentException("No JSON for " + value.getClass());
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i), json);
        }
        return json.append('"').toString();
    }

    private static void escape(char character, StringBuilder json) {
        switch (character) {
            case '"', '\\' -> json.append('\\').append(character);
            case '\n' -> json.append("\\n");
            default -> {
                if (character < ' ') {
                    json.append(String.format("\\u%04x", (int) character));
                } else {
                    json.append(character);
                }
            }
        }
    }
}
