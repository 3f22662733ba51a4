package io.highwater.jobs.cdc.fold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.bitwise_not;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.jobs.cdc.format.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Folds the events of each key to one state. Where two upserts of the sequence that counts have different values in a column, the
 * state says so; what they lack does not matter.
 *
 * @param key the columns of the key
 * @param columns the columns of the row, the key's among them
 * @param partial the columns that some event has no value for
 */
public record Fold(List<String> key, StructType columns, Set<String> partial) {
    private static final String WHOLE = "hw_whole";
    private static final String HIGHEST = "hw_highest";
    private static final String LOWEST = "hw_lowest";

    /**
     * Does it.
     *
     * @param events columns of {@link Events}, the row as a struct of {@link #columns()}, without problems and truncations
     * @return a row for each key: the key's columns and those of {@link KeyState}
     */
    public Dataset<Row> of(Dataset<Row> events) {
        Column whole = digest(Arrays.stream(columns.fields())
                .filter(field -> !partial.contains(field.name()))
                .toArray(StructField[]::new));
        List<Column> figures = new ArrayList<>(List.of(
                max(upsert(col(Events.SEQUENCE))).as(KeyState.UPSERTED),
                max(delete(struct(
                                col(Events.SEQUENCE).as("sequence"),
                                col(Events.AT).as("at"))))
                        .as(KeyState.DELETED),
                max(upsert(truth(whole))).as(HIGHEST),
                max(upsert(truth(bitwise_not(whole)))).as(LOWEST)));
        figures.add(max_by(struct(wholeColumns()), upsert(order())).as(WHOLE));
        List<String> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            Column has = array_contains(col(Events.MISSING), parts.get(i)).equalTo(lit(false));
            Column available = upsert(when(has, order()));
            Column value = digest(columns.apply(parts.get(i)));
            figures.add(
                    max_by(struct(field(parts.get(i)).as("value")), available).as("hw_value_" + i));
            figures.add(max(available).getField("sequence").as("hw_sequence_" + i));
            figures.add(max(upsert(when(has, truth(value)))).as("hw_highest_" + i));
            figures.add(max(upsert(when(has, truth(bitwise_not(value))))).as("hw_lowest_" + i));
        }
        DataType sequence = events.schema().apply(Events.SEQUENCE).dataType();
        return events.groupBy(keyColumns())
                .agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .select(state(parts, sequence));
    }

    private Column[] keyColumns() {
        return key.stream().map(name -> field(name).as(name)).toArray(Column[]::new);
    }

    /** NULL would be a struct without fields where every column is partial. */
    private Column[] wholeColumns() {
        List<Column> whole = new ArrayList<>(List.of(lit(true).as("hw_there")));
        Arrays.stream(columns.fieldNames())
                .filter(name -> !partial.contains(name))
                .forEach(name -> whole.add(field(name).as(name)));
        return whole.toArray(Column[]::new);
    }

    private List<String> parts() {
        return Arrays.stream(columns.fieldNames()).filter(partial::contains).toList();
    }

    private Column[] state(List<String> parts, DataType sequence) {
        List<Column> state = new ArrayList<>();
        key.forEach(name -> state.add(col(Names.quoted(name))));
        state.add(when(col(KeyState.UPSERTED).isNotNull(), struct(row(parts))).as(KeyState.ROW));
        state.add(col(KeyState.UPSERTED));
        state.add(col(KeyState.DELETED).getField("sequence").as(KeyState.DELETED));
        state.add(col(KeyState.DELETED).getField("at").as(KeyState.DELETED_AT));
        state.add(late(parts)
                .cast(DataTypes.createMapType(DataTypes.StringType, sequence))
                .as(KeyState.LATE));
        Column conflict = differ(HIGHEST, LOWEST);
        for (int i = 0; i < parts.size(); i++) {
            conflict = conflict.or(differ("hw_highest_" + i, "hw_lowest_" + i));
        }
        state.add(conflict.as(KeyState.CONFLICT));
        return state.toArray(Column[]::new);
    }

    private Column[] row(List<String> parts) {
        return Arrays.stream(columns.fieldNames())
                .map(name -> (partial.contains(name)
                                ? col("hw_value_" + parts.indexOf(name)).getField("value")
                                : col(WHOLE).getField(name))
                        .as(name))
                .toArray(Column[]::new);
    }

    private static Column late(List<String> parts) {
        if (parts.isEmpty()) {
            return lit(null);
        }
        List<Column> entries = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            entries.add(
                    struct(lit(parts.get(i)).as("key"), col("hw_sequence_" + i).as("value")));
        }
        Column late = filter(
                array(entries.toArray(Column[]::new)),
                entry -> entry.getField("value")
                        .isNull()
                        .or(entry.getField("value").lt(col(KeyState.UPSERTED))));
        return when(col(KeyState.UPSERTED).isNotNull().and(size(late).gt(0)), map_from_entries(late));
    }

    private static Column digest(StructField... fields) {
        return fields.length == 0
                ? lit(0L)
                : RowDigest.of(col(Events.ROW), new StructType(fields)).getField("first");
    }

    private static Column truth(Column digest) {
        return struct(col(Events.SEQUENCE).as("sequence"), digest.as("digest"));
    }

    /** Whether the greatest and, inverted, the smallest digest of one sequence are two. */
    private static Column differ(String highest, String lowest) {
        return coalesce(
                col(highest).getField("digest").notEqual(bitwise_not(col(lowest).getField("digest"))), lit(false));
    }

    private static Column upsert(Column what) {
        return when(col(Events.OP).equalTo(Events.UPSERT), what);
    }

    private static Column delete(Column what) {
        return when(col(Events.OP).equalTo(Events.DELETE), what);
    }

    private static Column order() {
        return struct(
                col(Events.SEQUENCE).as("sequence"), col(Records.ORIGIN), col(Records.BLOCK), col(Records.ORDINAL));
    }

    private static Column field(String name) {
        return col(Events.ROW).getField(name);
    }
}
