package io.highwater.common.source.jdbc;

import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.timestamp_micros;

import java.sql.Types;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * PostgreSQL's types. The server itself checks what Spark cannot hold, because it compares cheaper than Spark parses;
 * dates and instants travel as numbers, which no time zone touches. What has no closer relative in Spark is read as the
 * text PostgreSQL prints.
 */
final class PostgresColumns {
    private static final DecimalType BARE = DataTypes.createDecimalType(38, 18);
    private static final String ITEM = "hw_item";

    private final OutOfRange policy;

    PostgresColumns(OutOfRange policy) {
        this.policy = policy;
    }

    ColumnReading reading(SourceColumn column, String sql) {
        return column.jdbcType() == Types.ARRAY ? array(column, sql) : scalar(column, column.typeName(), sql);
    }

    private ColumnReading scalar(SourceColumn column, String type, String sql) {
        String name = column.name();
        PostgresMoments moments = new PostgresMoments(name, policy);
        return switch (type) {
            case "date" ->
                new ColumnReading(
                        name, moments.days(sql), DataTypes.IntegerType, (raw, any) -> date_from_unix_date(raw));
            case "timestamptz" ->
                new ColumnReading(name, moments.micros(sql), DataTypes.LongType, (raw, any) -> timestamp_micros(raw));
            case "timestamp" ->
                ColumnReading.text(name, moments.text(sql), Conversion.widening(DataTypes.TimestampNTZType));
            case "numeric" -> numeric(column, sql);
            default ->
                isBoolean(column, type)
                        ? ColumnReading.direct(name, "(" + sql + " = B'1')", DataTypes.BooleanType)
                        : direct(type)
                                .map(known -> ColumnReading.direct(name, sql, known))
                                .orElseGet(() -> ColumnReading.text(name, sql + "::text", Conversion.none()));
        };
    }

    private static boolean isBoolean(SourceColumn column, String type) {
        return type.equals("bit") && column.precision() == 1;
    }

    private static Optional<DataType> direct(String typeName) {
        return Optional.ofNullable(
                switch (typeName) {
                    case "bool" -> DataTypes.BooleanType;
                    case "int2", "smallserial" -> DataTypes.ShortType;
                    case "int4", "serial" -> DataTypes.IntegerType;
                    case "int8", "bigserial", "oid" -> DataTypes.LongType;
                    case "float4" -> DataTypes.FloatType;
                    case "float8" -> DataTypes.DoubleType;
                    case "text", "varchar", "name", "citext" -> DataTypes.StringType;
                    case "bytea" -> DataTypes.BinaryType;
                    default -> null;
                });
    }

    private static ColumnReading numeric(SourceColumn column, String sql) {
        int precision = Math.max(column.precision(), column.scale());
        if (column.precision() > 0 && column.scale() >= 0 && precision <= DecimalType.MAX_PRECISION()) {
            DecimalType type = DataTypes.createDecimalType(precision, column.scale());
            String refused = refused(column, sql, "which no decimal can hold");
            return ColumnReading.direct(
                    column.name(), "CASE WHEN " + sql + " = 'NaN' THEN " + refused + " ELSE " + sql + " END", type);
        }
        return bareNumeric(column, sql);
    }

    /** The first branch decides by the digits stored, the second looks whether those behind the 18th are zeros. */
    private static ColumnReading bareNumeric(SourceColumn column, String sql) {
        String small = "abs(" + sql + ") < 1e20";
        String rounded = "round(" + sql + ", 18)";
        String guarded = "CASE WHEN " + sql + " IS NULL OR (scale(" + sql + ") <= 18 AND " + small + ") THEN " + sql
                + " WHEN " + sql + " = " + rounded + " AND " + small + " THEN " + rounded + " ELSE "
                + refused(column, sql, "which does not fit " + BARE.sql() + " exactly") + " END";
        return ColumnReading.direct(column.name(), guarded, BARE);
    }

    private static String refused(SourceColumn column, String sql, String why) {
        return PostgresRefusal.of(column.name(), sql, why + Refusal.asText(column.name()), "numeric");
    }

    private ColumnReading array(SourceColumn column, String sql) {
        String type = column.typeName().replaceFirst("^_", "");
        ColumnReading item = scalar(column, type, ITEM);
        String items = item.sql().equals(ITEM)
                ? sql
                : "ARRAY(SELECT " + item.sql() + " FROM unnest(" + sql + ") AS hw_items(" + ITEM + "))";
        return new ColumnReading(
                column.name(),
                oneDimensional(column.name(), sql, items),
                DataTypes.createArrayType(item.wire()),
                Conversion.each(item.conversion()));
    }

    private static String oneDimensional(String name, String sql, String items) {
        String refused = PostgresRefusal.of(
                name,
                sql,
                "an array of several dimensions or not counted from 1, which Spark does not have"
                        + Refusal.asText(name),
                "bigint");
        return "CASE WHEN " + sql + " IS NULL THEN NULL WHEN array_ndims(" + sql + ") > 1 OR array_lower(" + sql
                + ", 1) <> 1 THEN CASE WHEN " + refused + " > 0 THEN " + items + " END ELSE " + items + " END";
    }
}
