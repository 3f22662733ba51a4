package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_binary;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Values in the words of SQL. Spark's own conversion takes more than that: a year alone, a time of today, "now", "1d". */
final class Words {
    private static final Instant FIRST = Instant.ofEpochSecond(Instants.FIRST_SECOND);

    private Words() {}

    static Reading read(Column text, DataType type) {
        if (type instanceof StringType) {
            return Reading.exactly(text);
        }
        return new Reading(tryCast(text, type), value -> changed(trim(text), value, type));
    }

    /** Bytes; another type than BINARY is read from the text itself. */
    static Reading base64(Column text, DataType type) {
        return type instanceof BinaryType ? Reading.exactly(try_to_binary(text, lit("base64"))) : read(text, type);
    }

    private static Column changed(Column text, Column value, DataType type) {
        if (type instanceof DecimalType decimal) {
            return digitsBehindPoint(text).gt(decimal.scale());
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            return notAsWritten(text, value);
        }
        if (type instanceof DateType) {
            return not(dated(text)).or(value.lt(lit(LocalDate.of(1, 1, 1)))).or(notMidnight(text));
        }
        if (type instanceof TimestampType) {
            return not(dated(text)).or(value.lt(lit(FIRST)));
        }
        if (type instanceof TimestampNTZType) {
            Column first = lit(LocalDateTime.ofInstant(FIRST, ZoneOffset.UTC));
            return not(dated(text)).or(value.lt(first)).or(zoned(text));
        }
        return lit(false);
    }

    /** How many digits behind the point a number needs. */
    private static Column digitsBehindPoint(Column text) {
        Column plain = length(rtrim(fraction(text), "0"));
        Column lower = translate(text, "E", "e");
        return when(instr(text, "e").gt(0).or(instr(text, "E").gt(0)), digitsWithExponent(lower))
                .otherwise(plain);
    }

    private static Column digitsWithExponent(Column text) {
        Column mantissa = substring_index(text, "e", 1);
        Column exponent = tryCast(substring_index(text, "e", -1), DataTypes.IntegerType);
        Column point = length(fraction(mantissa));
        Column digits = translate(mantissa, ".+-", "");
        Column zeros = length(digits).minus(length(rtrim(digits, "0")));
        return when(translate(digits, "0", "").equalTo(""), lit(0))
                .otherwise(point.minus(exponent).minus(zeros));
    }

    private static Column fraction(Column text) {
        return when(instr(text, ".").gt(0), substring_index(text, ".", -1)).otherwise(lit(""));
    }

    private static Column notAsWritten(Column text, Column value) {
        Column infinite = abs(value.cast(DataTypes.DoubleType)).equalTo(Double.POSITIVE_INFINITY);
        Column saysSo = text.rlike("(?i)inf");
        Column suffixed = substring(text, -1, 1).isin("d", "D", "f", "F");
        return infinite.and(not(saysSo)).or(suffixed.and(not(saysSo)));
    }

    private static Column dated(Column text) {
        return substring(text, 5, 1)
                .equalTo("-")
                .and(substring(text, 8, 1).equalTo("-"))
                .and(not(text.startsWith("-")))
                .and(length(text).geq(10));
    }

    private static Column notMidnight(Column text) {
        Column instant = tryCast(text, DataTypes.TimestampNTZType);
        Column midnight = tryCast(substring(text, 1, 10), DataTypes.TimestampNTZType);
        return length(text).gt(10).and(not(instant.eqNullSafe(midnight)));
    }

    private static Column zoned(Column text) {
        return translate(text.substr(11, 60), "0123456789:. T", "").notEqual("");
    }
}
