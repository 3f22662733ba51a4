package io.highwater.common.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.delta.DeltaColumnMapping$;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Whole numbers that a column of wanted rows has, to be held against what files are said to have.
 *
 * @param stored the column's name in statistics
 * @param ranges what the numbers lie in, at least one range
 */
record KeySpan(String stored, List<ValueRange> ranges) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param column its name in the table */
    static KeySpan of(Metadata metadata, String column, List<ValueRange> ranges) {
        String stored = Arrays.stream(metadata.schema().fields())
                .filter(field -> field.name().equalsIgnoreCase(column))
                .findFirst()
                .map(DeltaColumnMapping$.MODULE$::getPhysicalName)
                .orElseThrow();
        return new KeySpan(stored, ranges);
    }

    /** Whether a file may have one of the numbers. Without statistics of the column, or with others than numbers, it may. */
    boolean canBeIn(AddFile file) {
        Optional<JsonNode> statistics = statistics(file);
        Optional<Long> least = statistics.flatMap(known -> number(known.path("minValues")));
        Optional<Long> greatest = statistics.flatMap(known -> number(known.path("maxValues")));
        return least.isEmpty()
                || greatest.isEmpty()
                || ranges.stream()
                        .anyMatch(range -> range.least() <= greatest.get() && range.greatest() >= least.get());
    }

    private Optional<Long> number(JsonNode values) {
        JsonNode value = values.path(stored);
        return value.isIntegralNumber() && value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
    }

    private static Optional<JsonNode> statistics(AddFile file) {
        if (file.stats() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(file.stats()));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }
}
