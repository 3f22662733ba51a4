package io.highwater.jobs.cdc.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Types for the columns of a feed when nothing else tells them, from a few rows: integers are BIGINT, fractions the DECIMAL
 * with room for all seen, booleans BOOLEAN, and anything else, mixed or never seen with a value is STRING.
 */
public final class Inference {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int MOST_DIGITS = 38;
    private static final int ROOM = 10;

    private Inference() {}

    /**
     * The columns, in the order in which they are first seen.
     *
     * @param rows JSON objects; a text that is none is passed over
     */
    public static List<TextColumn> columns(List<String> rows) {
        Map<String, List<JsonNode>> values = new LinkedHashMap<>();
        rows.forEach(row -> collect(row, values));
        List<TextColumn> columns = new ArrayList<>();
        values.forEach((name, seen) -> columns.add(TextColumn.of(name, type(seen), ValueRules.TEXT)));
        return columns;
    }

    private static void collect(String row, Map<String, List<JsonNode>> values) {
        try {
            JSON.readTree(row).properties().forEach(field -> {
                List<JsonNode> seen = values.computeIfAbsent(field.getKey(), unused -> new ArrayList<>());
                if (!field.getValue().isNull()) {
                    seen.add(field.getValue());
                }
            });
        } catch (JsonProcessingException malformed) {
            // The decoder says what is wrong with a record; here it only has no types to offer.
            return;
        }
    }

    private static DataType type(List<JsonNode> seen) {
        if (seen.isEmpty()) {
            return DataTypes.StringType;
        }
        if (seen.stream().allMatch(JsonNode::isBoolean)) {
            return DataTypes.BooleanType;
        }
        if (seen.stream().allMatch(value -> value.isIntegralNumber() && value.canConvertToLong())) {
            return DataTypes.LongType;
        }
        return seen.stream().allMatch(JsonNode::isNumber) ? decimal(seen) : DataTypes.StringType;
    }

    private static DataType decimal(List<JsonNode> seen) {
        int scale = 0;
        int whole = 1;
        for (JsonNode number : seen) {
            BigDecimal value = number.decimalValue();
            scale = Math.max(scale, value.scale());
            whole = Math.max(whole, value.precision() - value.scale());
        }
        if (whole + scale > MOST_DIGITS) {
            return DataTypes.StringType;
        }
        return DataTypes.createDecimalType(Math.min(whole + scale + ROOM, MOST_DIGITS), scale);
    }
}
