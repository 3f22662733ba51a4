package io.highwater.common.source.catalog;

import io.highwater.common.source.catalog.ColumnFacts.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Columns as Spark sees them. */
final class FrameColumns {
    private FrameColumns() {}

    /** What their types tell. */
    static List<ColumnFacts> of(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> new ColumnFacts(
                        field.name(),
                        kind(field.dataType()),
                        field.nullable(),
                        field.nullable() ? OptionalDouble.empty() : OptionalDouble.of(0),
                        false,
                        OptionalDouble.empty()))
                .toList();
    }

    private static Kind kind(DataType type) {
        if (type instanceof TimestampType) {
            return Kind.INSTANT;
        }
        if (type instanceof TimestampNTZType) {
            return Kind.LOCAL;
        }
        if (type instanceof DateType) {
            return Kind.DATE;
        }
        boolean whole = type instanceof LongType
                || type instanceof IntegerType
                || type instanceof ShortType
                || type instanceof ByteType;
        return whole ? Kind.INTEGER : Kind.OTHER;
    }
}
