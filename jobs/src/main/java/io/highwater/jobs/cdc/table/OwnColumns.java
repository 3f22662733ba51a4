package io.highwater.jobs.cdc.table;

import io.highwater.common.target.SchemaFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a table has beside those of the source. */
public interface OwnColumns {
    /** The columns. */
    StructType fields();

    /** The type of sequences. */
    DataType sequence();

    /** The column that has the sequence of an event. */
    String ordering();

    /** What the columns are for, after the words "is new:". */
    String purpose();

    /** The settings by which rows are understood, in the configuration's words. */
    String settings();

    /** Whether a column is one of these. */
    boolean isOurs(String column);

    /** True for the rows of a table that the source has now. */
    Column present(StructType table);

    /** The columns of a table that come from the source. */
    default StructType withoutOurs(StructType table) {
        return new StructType(Arrays.stream(table.fields())
                .filter(field -> !isOurs(field.name()))
                .toArray(StructField[]::new));
    }

    /** The table's columns, where {@code fit} says how those of the source become the table's. */
    default SchemaFit onto(SchemaFit fit, StructType table) {
        List<SchemaFit.Column> columns = new ArrayList<>(fit.columns());
        List<String> changes = new ArrayList<>(fit.changes());
        for (StructField field : fields().fields()) {
            columns.add(new SchemaFit.Column(field.name(), field.name(), field.dataType()));
            if (table.length() > 0 && table.getFieldIndex(field.name()).isEmpty()) {
                changes.add("column " + field.name() + " is new: " + purpose());
            }
        }
        return new SchemaFit(columns, changes, fit.objections());
    }
}
