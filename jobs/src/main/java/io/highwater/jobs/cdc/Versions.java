package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.jobs.cdc.TableRows.Version;
import io.highwater.jobs.cdc.format.EmbeddedSchema;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.Inference;
import io.highwater.jobs.cdc.format.TextColumn;
import io.highwater.jobs.cdc.format.ValueRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds out how a feed writes the columns of a table. What a user says of a type goes first; then what the feed says in the
 * schemas its events bear, or by having types; then the table's own types; and where nobody says anything, some values.
 *
 * @param types types in a user's words by the source's column
 * @param choice which columns come in
 * @param rules how values are spelled that no schema describes
 */
record Versions(Map<String, String> types, ColumnChoice choice, ValueRules rules) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<List<String>> ROWS =
            List.of(List.of("payload", "after"), List.of("after"), List.of("data"), List.of("payload"), List.of());
    private static final int SAMPLE = 200;

    /**
     * Does it.
     *
     * @param events the table's events
     * @param facts what they are
     * @param table the columns the table has
     */
    List<Version> of(Dataset<Row> events, TableFacts facts, StructType table) {
        if (events.schema().apply(Events.ROW).dataType() instanceof StructType row) {
            return List.of(version(Optional.empty(), typed(row, table)));
        }
        List<Version> versions = new ArrayList<>();
        facts.schemas().forEach(schema -> versions.add(version(Optional.of(schema), EmbeddedSchema.columns(schema))));
        if (facts.bare() || versions.isEmpty()) {
            versions.add(version(Optional.empty(), untyped(events, facts.names(), table)));
        }
        return versions;
    }

    private Version version(Optional<String> schema, List<TextColumn> columns) {
        List<Version.Read> reads = new ArrayList<>();
        for (TextColumn column : columns) {
            TextColumn said = said(column.name()).orElse(column);
            choice.target(column.name()).ifPresent(target -> reads.add(new Version.Read(column.name(), target, said)));
        }
        return new Version(schema, reads);
    }

    private Optional<TextColumn> said(String name) {
        return types.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(entry -> TextColumn.parse(name, entry.getValue()))
                .findFirst();
    }

    /** Texts of a feed that has types may still be what the table has as numbers. */
    private List<TextColumn> typed(StructType row, StructType table) {
        return Arrays.stream(row.fields())
                .map(field -> field.dataType().equals(DataTypes.StringType)
                        ? TextColumn.of(
                                field.name(), stored(field.name(), table).orElse(field.dataType()), rules)
                        : TextColumn.of(field.name(), field.dataType(), rules))
                .toList();
    }

    private List<TextColumn> untyped(Dataset<Row> events, List<String> names, StructType table) {
        boolean known = names.stream()
                .allMatch(name -> stored(name, table).isPresent() || said(name).isPresent());
        Map<String, TextColumn> seen = known ? Map.of() : seen(events);
        return names.stream()
                .sorted(new SeenOrder(List.copyOf(seen.keySet())))
                .map(name -> stored(name, table)
                        .map(type -> TextColumn.of(name, type, rules))
                        .orElseGet(() -> seen.getOrDefault(name, TextColumn.of(name, DataTypes.StringType, rules))))
                .toList();
    }

    /** In the order in which the feed has them; those it has not shown yet by name. */
    private record SeenOrder(List<String> seen) implements java.util.Comparator<String> {
        @Override
        public int compare(String one, String other) {
            int place = Integer.compare(place(one), place(other));
            return place != 0 ? place : one.compareTo(other);
        }

        private int place(String name) {
            int place = seen.indexOf(name);
            return place < 0 ? Integer.MAX_VALUE : place;
        }
    }

    private Optional<DataType> stored(String source, StructType table) {
        return choice.target(source)
                .flatMap(target -> Arrays.stream(table.fields())
                        .filter(field -> field.name().equalsIgnoreCase(target))
                        .map(StructField::dataType)
                        .findFirst());
    }

    private static Map<String, TextColumn> seen(Dataset<Row> events) {
        List<String> rows =
                events
                        .filter(col(Events.OP).equalTo(Events.UPSERT))
                        .select(Events.RAW)
                        .limit(SAMPLE)
                        .collectAsList()
                        .stream()
                        .flatMap(row -> rowOf(row.getString(0)).stream())
                        .toList();
        return Inference.columns(rows).stream()
                .collect(Collectors.toMap(
                        TextColumn::name, column -> column, (one, same) -> one, java.util.LinkedHashMap::new));
    }

    /** The part of a record that is the row, by where formats have it. */
    private static Optional<String> rowOf(String record) {
        try {
            JsonNode whole = JSON.readTree(record);
            for (List<String> path : ROWS) {
                JsonNode node = whole;
                for (String step : path) {
                    node = node.path(step);
                }
                if (node.isObject()) {
                    return Optional.of(node.toString());
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }
}
