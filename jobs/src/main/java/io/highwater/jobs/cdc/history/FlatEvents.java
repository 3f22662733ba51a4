package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.jobs.cdc.format.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Events with their row's columns side by side, as they are remembered: after the table's columns come {@link Events#OP},
 * {@link Events#SEQUENCE}, {@link Events#AT}, {@link Events#MISSING} and {@link #KNOWN}. Of a delete only the key is there.
 *
 * @param columns the table's columns that come from the source
 * @param key those of its key
 * @param sequence the type of sequences
 */
record FlatEvents(StructType columns, List<String> key, DataType sequence) {
    /** ARRAY of STRING: the table's columns when the event came; it has no value for later ones. */
    static final String KNOWN = "hw_known_columns";

    /** Their columns. */
    StructType schema() {
        StructType schema = columns;
        for (StructField field : bookkeeping().fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    private StructType bookkeeping() {
        DataType names = DataTypes.createArrayType(DataTypes.StringType);
        return new StructType()
                .add(Events.OP, DataTypes.StringType)
                .add(Events.SEQUENCE, sequence)
                .add(Events.AT, DataTypes.TimestampType)
                .add(Events.MISSING, names)
                .add(KNOWN, names);
    }

    /** From decoded events. */
    Dataset<Row> of(Dataset<Row> events) {
        List<Column> flat = new ArrayList<>();
        for (StructField field : columns.fields()) {
            Column value = col(Events.ROW).getField(field.name());
            Column kept = isKey(field.name()) ? value : when(isUpsert(), value);
            flat.add(kept.cast(field.dataType()).as(field.name()));
        }
        flat.addAll(List.of(col(Events.OP), col(Events.SEQUENCE), col(Events.AT), col(Events.MISSING)));
        flat.add(
                array(Arrays.stream(columns.fieldNames()).map(name -> lit(name)).toArray(Column[]::new))
                        .as(KNOWN));
        return events.select(columns(flat));
    }

    /** From remembered ones, which may lack columns. */
    Dataset<Row> restored(Dataset<Row> remembered) {
        List<String> there = Arrays.asList(remembered.columns());
        return remembered.select(Arrays.stream(schema().fields())
                .map(field -> (there.contains(field.name()) ? col(Names.quoted(field.name())) : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new));
    }

    /** Whether an event has a value for a column. */
    static Column has(String column) {
        return array_contains(col(KNOWN), column)
                .and(array_contains(col(Events.MISSING), column).equalTo(lit(false)));
    }

    /** A digest of what an upsert says: its values, and the columns that it has one for. */
    Column content() {
        List<Column> content = new ArrayList<>();
        Arrays.stream(columns.fieldNames()).forEach(name -> content.add(col(Names.quoted(name))));
        content.add(
                concat_ws("\n", array_except(col(KNOWN), col(Events.MISSING))).as(KNOWN));
        return RowDigest.of(struct(columns(content)), columns.add(KNOWN, DataTypes.StringType));
    }

    static Column isUpsert() {
        return col(Events.OP).equalTo(Events.UPSERT);
    }

    boolean isKey(String name) {
        return key.stream().anyMatch(name::equalsIgnoreCase);
    }

    static Column[] columns(List<Column> columns) {
        return columns.toArray(Column[]::new);
    }
}
