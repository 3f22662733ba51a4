package io.highwater.common.source.jdbc;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How one column is read.
 *
 * @param name its name, exactly
 * @param sql the expression evaluated at the source
 * @param wire the type in which the driver hands it to Spark
 * @param conversion what Spark makes of it
 */
record ColumnReading(String name, String sql, DataType wire, Conversion conversion) {
    /** Read by the driver as it is. */
    static ColumnReading direct(String name, String sql, DataType type) {
        return new ColumnReading(name, sql, type, Conversion.none());
    }

    /** Read as text and converted by Spark. */
    static ColumnReading text(String name, String sql, Conversion conversion) {
        return new ColumnReading(name, sql, DataTypes.StringType, conversion);
    }
}
