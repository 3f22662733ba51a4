package io.highwater.common.source.jdbc;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** How Spark makes the column a user sees from what came over the wire. Exact, or the read fails; NULL stays NULL. */
@FunctionalInterface
interface Conversion {
    /**
     * The converted column.
     *
     * @param raw what came over the wire
     * @param column the name users know, for failures
     */
    Column apply(Column raw, String column);

    /** What came over the wire is what users see. */
    static Conversion none() {
        return (raw, column) -> raw;
    }

    /** A cast that cannot lose anything. */
    static Conversion widening(DataType type) {
        return (raw, column) -> raw.cast(type);
    }

    /** Text that must parse as the type. */
    static Conversion parsed(DataType type) {
        return (raw, column) ->
                Refusal.unlessConverted(raw, tryCast(raw, type), column, "which is not a value of type " + type.sql());
    }

    /** Text that must match the pattern and then parse as the type. */
    static Conversion parsed(DataType type, String pattern) {
        return (raw, column) -> Refusal.unlessConverted(
                raw,
                when(raw.rlike(pattern), tryCast(raw, type)),
                column,
                "which is not a value of type " + type.sql());
    }

    /** Text of a number that must fit the decimal type without rounding. */
    static Conversion decimal(DecimalType type) {
        return (raw, column) -> Refusal.unlessConverted(
                raw,
                when(isExact(raw, type.scale()), tryCast(raw, type)),
                column,
                "which does not fit " + type.sql() + " exactly");
    }

    /** The same conversion for each element of an array. */
    static Conversion each(Conversion element) {
        return (raw, column) -> transform(raw, item -> element.apply(item, column));
    }

    private static Column isExact(Column text, int scale) {
        Column plain = text.rlike("^[-+]?[0-9]*+(?:[.][0-9]{0," + scale + "}0*)?$");
        return plain.or(text.rlike("[eE]").and(scaleOf(text).leq(scale)));
    }

    private static Column scaleOf(Column text) {
        Column fraction = regexp_replace(regexp_extract(text, "[.]([0-9]*)", 1), "0+$", "");
        Column exponent = tryCast(regexp_extract(text, "[eE]([-+]?[0-9]+)$", 1), DataTypes.IntegerType);
        return length(fraction).minus(coalesce(exponent, lit(Integer.MIN_VALUE / 2)));
    }
}
