package io.highwater.common.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A commit, taken in action by action, as the Delta protocol writes them. */
final class CommitReading {
    private JsonNode info = MissingNode.getInstance();
    private final Set<String> added = new HashSet<>();
    private final Map<String, Long> removed = new HashMap<>();

    void take(JsonNode action) {
        if (action.has("commitInfo")) {
            info = action.get("commitInfo");
        } else if (action.has("add")) {
            added.add(action.get("add").path("path").asText());
        } else if (action.has("remove")) {
            JsonNode file = action.get("remove");
            removed.put(file.path("path").asText(), file.path("size").asLong());
        }
    }

    /** A file that is removed and added at once has lost rows and is otherwise the same. */
    TableCommit commit(long version, Optional<TableCommit.Size> before) {
        long marked = removed.keySet().stream().filter(added::contains).count();
        long bytes = removed.entrySet().stream()
                .filter(file -> !added.contains(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new TableCommit(
                version,
                Instant.ofEpochMilli(info.path("timestamp").asLong()),
                info.path("operation").asText("unknown operation"),
                texts(info.path("operationParameters")),
                texts(info.path("operationMetrics")),
                Optional.ofNullable(info.path("userMetadata").textValue()),
                new TableCommit.Touched(added.size() - marked, removed.size() - marked, marked, bytes),
                before);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
