package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.negative;
import static org.apache.spark.sql.functions.try_add;
import static org.apache.spark.sql.functions.try_multiply;
import static org.apache.spark.sql.functions.try_to_binary;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/** Decimals as Kafka Connect writes them: the bytes of an integer, most significant first, and a scale. */
final class UnscaledDecimal {
    private static final DataType WHOLE = DataTypes.createDecimalType(38, 0);
    private static final Column TWO_TO_64 = lit(new BigDecimal("18446744073709551616"));
    private static final int HEX_OF_LONG = 16;
    private static final String BASE64 =
            "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$";
    private static final String NUMBER = "^(?:[+]?[0-9]+(?:[Ee][0-9]+)?|(?i:infinity|nan))$";
    private static final StructType WITH_SCALE = StructType.fromDDL("scale INT, value STRING");

    private UnscaledDecimal() {}

    static Reading read(Column text, int scale, DataType type) {
        Reading words = read(text, lit(scale), type);
        boolean fits = type instanceof DecimalType decimal && decimal.scale() >= scale;
        return fits ? Reading.exactly(words.value()) : words;
    }

    private static Reading read(Column text, Column scale, DataType type) {
        return Words.read(number(digits(text), scale), type);
    }

    static Reading readWithScale(Column text, DataType type) {
        Column parts = from_json(text, WITH_SCALE, Map.of());
        return read(parts.getField("value"), parts.getField("scale"), type);
    }

    /** Bytes or digits, whichever a text can only be; NULL for one that could be both. */
    static Reading readEither(Column text, int scale, DataType type) {
        Reading bytes = read(text, scale, type);
        Reading words = Words.read(text, type);
        Column isBase64 = text.rlike(BASE64);
        Column value = when(isBase64.and(text.rlike(NUMBER)), lit(null).cast(type))
                .when(isBase64, bytes.value())
                .otherwise(words.value());
        return new Reading(value, read -> when(isBase64, bytes.changed(read)).otherwise(words.changed(read)));
    }

    private static Column number(Column digits, Column scale) {
        return when(scale.equalTo(0), digits)
                .otherwise(concat(digits, lit("E"), negative(scale).cast(DataTypes.StringType)));
    }

    /** The integer's digits; NULL for what is no base64, has no bytes or more than sixteen. */
    private static Column digits(Column text) {
        Column bytes = hex(try_to_binary(text, lit("base64")));
        Column below = bytes.substr(1, 1).geq("8");
        Column length = length(bytes);
        return when(length.between(2, HEX_OF_LONG), signed(padded(bytes, below, HEX_OF_LONG)))
                .when(length.between(2, 2 * HEX_OF_LONG), wide(padded(bytes, below, 2 * HEX_OF_LONG)));
    }

    // Below zero the high half is rounded down: times two to the 64 it could have a digit too many.
    private static Column wide(Column bytes) {
        Column high = signed(bytes.substr(1, HEX_OF_LONG)).cast(WHOLE);
        Column low = conv(bytes.substr(HEX_OF_LONG + 1, HEX_OF_LONG), 16, 10).cast(WHOLE);
        Column below = high.lt(0);
        Column rounded = when(below, high.plus(1).cast(WHOLE)).otherwise(high);
        Column rest = when(below, low.minus(TWO_TO_64).cast(WHOLE)).otherwise(low);
        return try_add(try_multiply(rounded, TWO_TO_64).cast(WHOLE), rest).cast(DataTypes.StringType);
    }

    private static Column padded(Column bytes, Column below, int width) {
        return when(below, lpad(bytes, width, "F")).otherwise(lpad(bytes, width, "0"));
    }

    private static Column signed(Column bytes) {
        return conv(bytes, 16, -10);
    }
}
