package io.highwater.jobs.cdc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path directory;

    @Test
    void valuesAreExactAndUnavailableColumnsLeftOut() throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", "Zoë \"\\\n\u0001😀");
        row.put("amount", new BigDecimal("-0.0000000001"));
        row.put("happened", Instant.parse("0001-01-01T00:00:00.000001Z"));
        row.put("count", null);
        Path file = directory.resolve("feed.json");

        JsonLines.write(
                List.of(
                        Event.upsert("q'\"", 1L << 60, row, Set.of("note")),
                        Event.upsert(
                                "b", 2, Map.of("amount", new BigDecimal("9999999999999999999999999999.9999999999"))),
                        Event.delete("a", 3),
                        Event.truncate(4)),
                file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"op\":\"U\",\"seq\":1152921504606846976,\"id\":\"q'\\\"\",\"unavailable\":[\"note\"],"
                                + "\"name\":\"Zoë \\\"\\\\\\n\\u0001😀\",\"amount\":-0.0000000001,"
                                + "\"happened\":\"0001-01-01T00:00:00.000001Z\",\"count\":null}",
                        "{\"op\":\"U\",\"seq\":2,\"id\":\"b\",\"unavailable\":[],"
                                + "\"amount\":9999999999999999999999999999.9999999999}",
                        "{\"op\":\"D\",\"seq\":3,\"id\":\"a\",\"unavailable\":[]}",
                        "{\"op\":\"T\",\"seq\":4,\"id\":null,\"unavailable\":[]}");
    }
}
