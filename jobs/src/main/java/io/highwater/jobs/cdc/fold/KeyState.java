package io.highwater.jobs.cdc.fold;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of what is known of one key: what some events say, or what a table holds. Two states of one key make a third, in
 * any order and any number of times: for every column the value with the greatest sequence counts, and for the row as a
 * whole whether its last upsert or its last deletion is the later one.
 */
public final class KeyState {
    /** STRUCT of the table's columns; NULL if there was no upsert. */
    public static final String ROW = "hw_row";
    /** The greatest sequence of an upsert; NULL if there was none. */
    public static final String UPSERTED = "hw_upserted";
    /** The greatest sequence of a deletion; NULL if there was none. */
    public static final String DELETED = "hw_deleted";
    /** TIMESTAMP: when that deletion happened. */
    public static final String DELETED_AT = "hw_deleted_at";
    /**
     * MAP of column names to sequences: the columns that the last upsert had no value for, with the sequence of the one whose
     * value they have, or NULL if none had one. NULL if there are no such columns.
     */
    public static final String LATE = "hw_late";
    /** BOOLEAN: two upserts of the sequence from which a column has its value have different values there. */
    public static final String CONFLICT = "hw_conflict";

    private KeyState() {}

    /** The columns of a state but for the key's. */
    public static StructType of(StructType row, DataType sequence) {
        StructType state = new StructType().add(ROW, row);
        for (StructField field : summary(sequence).fields()) {
            state = state.add(field);
        }
        return state.add(CONFLICT, DataTypes.BooleanType);
    }

    /** The columns of a state that say what it is worth. */
    public static StructType summary(DataType sequence) {
        return new StructType()
                .add(UPSERTED, sequence)
                .add(DELETED, sequence)
                .add(DELETED_AT, DataTypes.TimestampType)
                .add(LATE, DataTypes.createMapType(DataTypes.StringType, sequence));
    }
}
