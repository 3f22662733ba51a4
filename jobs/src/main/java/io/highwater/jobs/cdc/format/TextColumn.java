package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column whose values come as text. Dates and instants are of the years 0001 to 9999; an instant without a zone is in the
 * session's; what is finer than a microsecond is cut.
 *
 * @param name the column
 * @param type what its values become
 * @param encoding how they are spelled
 */
public record TextColumn(String name, DataType type, Encoding encoding) {
    private static final Pattern COUNTED =
            Pattern.compile("(date|timestamp|timestamp_ntz|time)\\s*\\(\\s*(days|millis|micros|nanos)\\s*\\)");
    private static final Pattern BASE64 = Pattern.compile("(decimal\\s*\\(.*\\)|binary)\\s+base64");
    private static final Pattern VARIABLE = Pattern.compile("(decimal\\s*\\(.*\\))\\s+variable");

    /** The value; NULL where the text has none. */
    public Column read(Column text) {
        return encoding.reading(text, type).value();
    }

    /**
     * TRUE where a text has no value of the type, or the value is not what the text says: words in a number, a number out of
     * range, a fraction in an integer, more digits behind the point than the scale keeps. Never NULL.
     */
    public Column misfit(Column text) {
        return misfit(text, read(text));
    }

    /** The same, of a value that was read before. */
    Column misfit(Column text, Column value) {
        Column changed = encoding.reading(text, type).changed(value);
        return text.isNotNull().and(value.isNull().or(changed));
    }

    /** The value; NULL where the text is a misfit. */
    Column exact(Column text) {
        Reading reading = encoding.reading(text, type);
        return when(not(reading.changed(reading.value())), reading.value());
    }

    /**
     * A column of a feed without a schema. Dates are words or days since 1970, bytes are base64, arrays, maps and structs are
     * JSON, and what the rules do not say of decimals and instants is in the words of SQL.
     */
    public static TextColumn of(String name, DataType type, ValueRules rules) {
        return new TextColumn(name, type, encoding(type, rules));
    }

    /**
     * A column in a user's words: any type of Spark's SQL in its own words, or
     *
     * <ul>
     *   <li>{@code date(days)}: days since 1970
     *   <li>{@code timestamp(millis)}, {@code timestamp(micros)}, {@code timestamp(nanos)} and the same with
     *       {@code timestamp_ntz}: steps since 1970
     *   <li>{@code time(millis)}, {@code time(micros)}, {@code time(nanos)}: steps since midnight, a STRING such as
     *       {@code 12:30:00.5}
     *   <li>{@code decimal(10,2) base64}: the bytes of the integer that lacks the point
     *   <li>{@code decimal(38,18) variable}: {@code {"scale":2,"value":"BNI="}}
     *   <li>{@code binary base64}, the same as {@code binary}
     * </ul>
     *
     * @throws UserException if the words are none of these
     */
    public static TextColumn parse(String name, String words) {
        String plain = words.strip().toLowerCase(Locale.ROOT);
        Matcher counted = COUNTED.matcher(plain);
        if (counted.matches()) {
            return counted(name, words, counted.group(1), counted.group(2));
        }
        Matcher base64 = BASE64.matcher(plain);
        if (base64.matches()) {
            return of(name, sqlType(name, base64.group(1)), new ValueRules(Decimals.BASE64, Optional.empty()));
        }
        Matcher variable = VARIABLE.matcher(plain);
        if (variable.matches()) {
            return new TextColumn(name, sqlType(name, variable.group(1)), new Encoding.VariableScale());
        }
        return of(name, sqlType(name, words), ValueRules.TEXT);
    }

    private static TextColumn counted(String name, String words, String type, String unit) {
        boolean days = unit.equals("days");
        if (days != type.equals("date")) {
            throw unknown(name, words, "days go with date, and date goes with days");
        }
        if (days) {
            return new TextColumn(name, DataTypes.DateType, new Encoding.Days());
        }
        TimeUnit step = TimeUnit.valueOf(unit.toUpperCase(Locale.ROOT));
        return type.equals("time")
                ? new TextColumn(name, DataTypes.StringType, new Encoding.TimeOfDay(step))
                : new TextColumn(name, sqlType(name, type), new Encoding.Ticks(step));
    }

    private static DataType sqlType(String name, String words) {
        return Analysis.of(
                () -> DataType.fromDDL(words), why -> unknown(name, words, why).getMessage());
    }

    private static UserException unknown(String name, String words, String why) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot read column " + name + " as " + words + ": " + why
                        + ". Expected a type such as BIGINT, DECIMAL(10,2) or timestamp(millis).");
    }

    private static Encoding encoding(DataType type, ValueRules rules) {
        if (type instanceof DateType) {
            return new Encoding.Days();
        }
        if (type instanceof DecimalType decimal && rules.decimals() == Decimals.BASE64) {
            return new Encoding.Unscaled(decimal.scale());
        }
        if (type instanceof DecimalType decimal && rules.decimals() == Decimals.EITHER) {
            return new Encoding.UnscaledOrDigits(decimal.scale());
        }
        if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            return rules.integers().<Encoding>map(Encoding.Ticks::new).orElseGet(Encoding.Plain::new);
        }
        if (type instanceof BinaryType) {
            return new Encoding.Base64();
        }
        return nested(type, rules);
    }

    private static Encoding nested(DataType type, ValueRules rules) {
        if (type instanceof ArrayType array) {
            return new Encoding.ListOf(of("element", array.elementType(), rules));
        }
        if (type instanceof MapType map && map.keyType() instanceof StringType) {
            return new Encoding.MapOf(of("value", map.valueType(), rules));
        }
        if (type instanceof StructType struct) {
            List<TextColumn> fields = Arrays.stream(struct.fields())
                    .map(field -> of(field.name(), field.dataType(), rules))
                    .toList();
            return new Encoding.StructOf(fields);
        }
        return new Encoding.Plain();
    }
}
