package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/** The Spark types users may ask for in place of a mapped one; the column then comes as text and must parse. */
final class Overrides {
    private static final String DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    private Overrides() {}

    static Conversion conversion(String column, String type) {
        DataType parsed = parse(column, type);
        if (parsed instanceof StringType) {
            return Conversion.none();
        }
        if (parsed instanceof DecimalType decimal) {
            return Conversion.decimal(decimal);
        }
        if (parsed instanceof DateType) {
            return Conversion.parsed(parsed, DATE);
        }
        if (parsed instanceof AtomicType && !(parsed instanceof BinaryType)) {
            return Conversion.parsed(parsed);
        }
        throw unusable(column, type);
    }

    private static DataType parse(String column, String type) {
        try {
            return DataType.fromDDL(type);
        } catch (Exception failure) {
            // Scala declares no checked exceptions, so the compiler would not let us name the parser's.
            if (failure instanceof ParseException) {
                throw unusable(column, type);
            }
            throw failure;
        }
    }

    private static UserException unusable(String column, String type) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot read column " + column + " as " + type + ": that is not a Spark type a column can be read as."
                        + " Use string, boolean, tinyint, smallint, int, bigint, float, double, decimal(p,s), date,"
                        + " timestamp or timestamp_ntz.");
    }
}
