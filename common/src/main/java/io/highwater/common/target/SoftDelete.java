package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How rows that are gone from the source stay in a table: with the moment at which they were found to be gone in a column of
 * ours, which is NULL in all other rows.
 *
 * @param column the column's name
 */
public record SoftDelete(String column) {
    /** The column's name where nobody says another. */
    static final String USUAL = "_deleted_at";

    /** Whether some columns have this one among them. */
    public boolean isIn(StructType columns) {
        return Arrays.stream(columns.fieldNames()).anyMatch(column::equalsIgnoreCase);
    }

    /** The columns of a table that come from the source. */
    public StructType withoutIt(StructType table) {
        return new StructType(Arrays.stream(table.fields())
                .filter(field -> !field.name().equalsIgnoreCase(column))
                .toArray(StructField[]::new));
    }

    /** The table's columns after a load, where {@code fit} says how those of the source become the table's. */
    public SchemaFit onto(SchemaFit fit, StructType table) {
        List<SchemaFit.Column> columns = new ArrayList<>(fit.columns());
        columns.add(new SchemaFit.Column(column, column, DataTypes.TimestampType));
        List<String> changes = new ArrayList<>(fit.changes());
        if (!isIn(table)) {
            changes.add("column " + column + " TIMESTAMP is new: when a row was found to be gone from the source");
        }
        return new SchemaFit(columns, changes, fit.objections());
    }

    /** Rows of the source as rows of the table that are not gone. */
    public Dataset<Row> unmarked(Dataset<Row> rows) {
        return rows.withColumn(column, lit(null).cast(DataTypes.TimestampType));
    }

    /** The same rows, gone. */
    public Dataset<Row> marked(Dataset<Row> rows, Instant found) {
        return rows.withColumn(column, lit(found));
    }

    /** The rows of a table that are not gone. */
    public Dataset<Row> present(Dataset<Row> table) {
        return isIn(table.schema()) ? table.filter(col(Names.quoted(column)).isNull()) : table;
    }
}
