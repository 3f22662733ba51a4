package io.highwater.common.source.feed;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of CSV files as a user tells them. Spark's reader rounds a decimal to its scale, cuts the time off a date and makes
 * a number that is too large infinite. Such columns are read as text, unless an option says how they are spelled.
 *
 * @param told the columns
 * @param options a user's options of the reader
 */
record CsvTypes(StructType told, Map<String, String> options) {
    /** The columns to be read as text. */
    StructType spelled() {
        return new StructType(Arrays.stream(told.fields())
                .filter(field -> isSpelled(field.dataType()))
                .toArray(StructField[]::new));
    }

    /** All columns as they are read. */
    StructType asRead() {
        return new StructType(Arrays.stream(told.fields())
                .map(field -> isSpelled(field.dataType())
                        ? new StructField(field.name(), DataTypes.StringType, true, field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }

    private boolean isSpelled(DataType type) {
        if (type instanceof DateType) {
            return without("locale", "dateFormat");
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            return without("locale", "nanValue", "positiveInf", "negativeInf");
        }
        return type instanceof DecimalType && without("locale");
    }

    private boolean without(String... names) {
        return Stream.of(names).noneMatch(name -> options.keySet().stream().anyMatch(name::equalsIgnoreCase));
    }
}
