package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.target.Names;
import io.highwater.jobs.cdc.table.OwnColumns;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns by which a table with history tells from when to when a row was so: the sequence of the event that began the
 * period, and of the one that ended it, NULL if none has. Where a feed tells when events happened, there are both moments too.
 *
 * @param sequence the type of sequences
 * @param from the column of the beginning
 * @param to the column of the end, which is no part of the period
 * @param timed whether the feed tells when events happened
 */
public record PeriodColumns(DataType sequence, String from, String to, boolean timed) implements OwnColumns {
    private static final String MOMENT = "_at";

    @Override
    public StructType fields() {
        StructType fields = new StructType().add(from, sequence).add(to, sequence);
        return timed ? fields.add(fromAt(), DataTypes.TimestampType).add(toAt(), DataTypes.TimestampType) : fields;
    }

    String fromAt() {
        return from + MOMENT;
    }

    String toAt() {
        return to + MOMENT;
    }

    @Override
    public String ordering() {
        return from;
    }

    @Override
    public String purpose() {
        return "from when to when a row was so";
    }

    @Override
    public String settings() {
        return "valid-from = " + from + ", valid-to = " + to;
    }

    @Override
    public Column present(StructType table) {
        boolean there = Arrays.asList(table.fieldNames()).contains(to);
        return there ? col(Names.quoted(to)).isNull() : lit(true);
    }

    @Override
    public boolean isOurs(String column) {
        return Arrays.stream(fields().fieldNames()).anyMatch(column::equalsIgnoreCase);
    }
}
