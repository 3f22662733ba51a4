package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.target.Names;
import io.highwater.common.target.SoftDelete;
import io.highwater.jobs.cdc.table.OwnColumns;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns by which a table remembers, row by row, which event it comes from. {@code _sequence} is the sequence of the
 * event that decided about the row. {@code _fold} is NULL for most rows; where the row was put together from several events, it
 * has the sequence of the last upsert and, for columns that are older than that, theirs.
 *
 * @param sequence the type of sequences
 * @param soft how deleted rows are marked; empty if they are deleted
 */
public record Bookkeeping(DataType sequence, Optional<SoftDelete> soft) implements OwnColumns {
    /** The sequence of the event that decided about a row. */
    public static final String SEQUENCE = "_sequence";
    /** What else is known of a row that was put together from several events. */
    public static final String FOLD = "_fold";

    private static final String UPSERT = "upsert";
    private static final String COLUMNS = "columns";

    @Override
    public String ordering() {
        return SEQUENCE;
    }

    @Override
    public String purpose() {
        return "what the table remembers of its events";
    }

    @Override
    public String settings() {
        return soft.map(marks -> "delete = soft, deleted-at = " + marks.column())
                .orElse("delete = hard");
    }

    @Override
    public boolean isOurs(String column) {
        return column.equalsIgnoreCase(SEQUENCE)
                || column.equalsIgnoreCase(FOLD)
                || soft.filter(marks -> marks.column().equalsIgnoreCase(column)).isPresent();
    }

    @Override
    public StructType fields() {
        StructType fields = new StructType().add(SEQUENCE, sequence);
        StructType all = soft.map(marks -> fields.add(marks.column(), DataTypes.TimestampType))
                .orElse(fields);
        return all.add(FOLD, fold());
    }

    DataType late() {
        return DataTypes.createMapType(DataTypes.StringType, sequence);
    }

    private StructType fold() {
        return new StructType().add(UPSERT, sequence).add(COLUMNS, late());
    }

    /** {@code _fold} of a row. */
    Column fold(Column upserted, Column late) {
        return org.apache
                .spark
                .sql
                .functions
                .struct(upserted.as(UPSERT), late.as(COLUMNS))
                .cast(fold());
    }

    @Override
    public Column present(StructType table) {
        return deletedAt(table).isNull();
    }

    /** The sequence of the last upsert of a stored row. */
    Column upserted(StructType table) {
        return known(table, FOLD)
                ? when(col(FOLD).isNotNull(), col(FOLD).getField(UPSERT)).otherwise(col(SEQUENCE))
                : known(table, SEQUENCE) ? col(SEQUENCE) : lit(null).cast(sequence);
    }

    /** The sequence of the deletion of a stored row. */
    Column deleted(StructType table) {
        return isSoft(table)
                ? when(col(softColumn()).isNotNull(), col(SEQUENCE)).otherwise(lit(null))
                : lit(null).cast(sequence);
    }

    /** When a stored row was deleted. */
    Column deletedAt(StructType table) {
        return isSoft(table) ? col(softColumn()) : lit(null).cast(DataTypes.TimestampType);
    }

    /** The columns of a stored row that are older than its last upsert. */
    Column late(StructType table) {
        return known(table, FOLD) ? col(FOLD).getField(COLUMNS) : lit(null).cast(late());
    }

    private boolean isSoft(StructType table) {
        return soft.filter(marks -> marks.isIn(table)).isPresent() && known(table, SEQUENCE);
    }

    private String softColumn() {
        return Names.quoted(soft.orElseThrow().column());
    }

    private static boolean known(StructType table, String column) {
        return Arrays.asList(table.fieldNames()).contains(column);
    }
}
