package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.lit;

import io.highwater.common.source.CursorColumns;
import io.highwater.common.time.CursorType;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of a table as they were at one moment, each of them an insert or update.
 *
 * @param type what the moments of snapshots are counted in
 * @param position the snapshot's moment
 */
public record SnapshotDecoder(CursorType type, long position) implements Decoder {
    private static final String WORD = "snapshot";

    @Override
    public DataType sequence() {
        return switch (type) {
            case INTEGER -> DataTypes.LongType;
            case DATE -> DataTypes.DateType;
            case INSTANT -> DataTypes.TimestampType;
            case LOCAL -> DataTypes.TimestampNTZType;
        };
    }

    @Override
    public boolean tellsTime() {
        return false;
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        TypedRecords columns = new TypedRecords(records.schema());
        return new Outcome()
                .op(lit(WORD), Outcome.op(lit(WORD), List.of(WORD), List.of(), List.of()))
                .sequence(place())
                .at(moment())
                .row(columns.row(name -> false))
                .raw(columns.raw())
                .of(records);
    }

    /** The moment as a sequence. */
    public Column place() {
        return CursorColumns.literal(position, type);
    }

    /** The moment as a TIMESTAMP; NULL if it is a number. */
    public Column moment() {
        return (type.isTime() ? place() : lit(null)).cast(DataTypes.TimestampType);
    }
}
