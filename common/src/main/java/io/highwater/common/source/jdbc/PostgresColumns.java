package io.highwater.common.source.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** PostgreSQL's types. Whatever has no closer relative in Spark is read as the text PostgreSQL prints. */
final class PostgresColumns {
    private static final DecimalType BARE = DataTypes.createDecimalType(38, 18);

    private final OutOfRange policy;

    PostgresColumns(OutOfRange policy) {
        this.policy = policy;
    }

    ColumnReading reading(SourceColumn column, String sql) {
        if (column.jdbcType() == Types.ARRAY) {
            return array(column, sql);
        }
        return switch (column.typeName()) {
            case "date", "timestamp", "timestamptz" ->
                ColumnReading.text(column.name(), moment(column.typeName(), sql), moment(column.typeName()));
            case "numeric" -> numeric(column, sql);
            case "bit" ->
                column.precision() == 1
                        ? ColumnReading.direct(column.name(), "(" + sql + " = B'1')", DataTypes.BooleanType)
                        : text(column, sql);
            default ->
                direct(column.typeName())
                        .map(type -> ColumnReading.direct(column.name(), sql, type))
                        .orElseGet(() -> text(column, sql));
        };
    }

    private static ColumnReading text(SourceColumn column, String sql) {
        return ColumnReading.text(column.name(), sql + "::text", Conversion.none());
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
        DecimalType type = decimal(column);
        if (type.equals(BARE)) {
            return ColumnReading.text(column.name(), sql + "::text", Conversion.decimal(BARE));
        }
        return ColumnReading.direct(column.name(), sql, type);
    }

    private static DecimalType decimal(SourceColumn column) {
        int precision = Math.max(column.precision(), column.scale());
        boolean bounded = column.precision() > 0 && column.scale() >= 0 && precision <= DecimalType.MAX_PRECISION();
        return bounded ? DataTypes.createDecimalType(precision, column.scale()) : BARE;
    }

    private String moment(String typeName, String sql) {
        return switch (typeName) {
            case "date" -> marked(sql, sql, "date", "");
            case "timestamp" -> marked(sql, sql, "timestamp", " 23:59:59.999999");
            default -> marked(sql, "(" + sql + " AT TIME ZONE 'UTC')", "timestamptz", " 23:59:59.999999+00");
        };
    }

    private static String marked(String sql, String shown, String type, String endOfDay) {
        String first = "'" + Moments.FIRST_DATE + (type.equals("timestamptz") ? " 00:00:00+00" : "") + "'::" + type;
        String last = "'" + Moments.LAST_DATE + endOfDay + "'::" + type;
        return "CASE WHEN " + sql + " >= " + first + " AND " + sql + " <= " + last + " THEN " + shown + "::text ELSE '"
                + Moments.OUTSIDE + "' || " + shown + "::text END";
    }

    private Conversion moment(String typeName) {
        return switch (typeName) {
            case "date" -> Moments.date(policy);
            case "timestamp" -> Moments.timestampNtz(policy);
            default -> Moments.timestampInUtc(policy);
        };
    }

    private ColumnReading array(SourceColumn column, String sql) {
        String element = column.typeName().replaceFirst("^_", "");
        Conversion conversion = Conversion.each(element(element, column));
        String texts = isMoment(element)
                ? "ARRAY(SELECT " + moment(element, "hw_item") + " FROM unnest(" + sql + ") AS hw_items(hw_item))"
                : sql + "::text[]";
        return new ColumnReading(
                column.name(),
                oneDimensional(column.name(), sql, texts),
                DataTypes.createArrayType(DataTypes.StringType),
                conversion);
    }

    private Conversion element(String typeName, SourceColumn column) {
        return switch (typeName) {
            case "date", "timestamp", "timestamptz" -> moment(typeName);
            case "numeric" -> Conversion.decimal(decimal(column));
            case "bytea" -> Conversion.hex("\\x".length());
            default ->
                direct(typeName)
                        .filter(type -> !type.equals(DataTypes.StringType))
                        .map(Conversion::parsed)
                        .orElseGet(Conversion::none);
        };
    }

    private static boolean isMoment(String typeName) {
        return typeName.toLowerCase(Locale.ROOT).matches("date|timestamp|timestamptz");
    }

    /** Spark's arrays have one dimension and start at one place; the cast to bigint is how the server reports others. */
    private static String oneDimensional(String name, String sql, String texts) {
        String message = Quoting.literal(Refusal.serverPrefix(name)) + " || left(" + sql + "::text, 200) || "
                + Quoting.literal(Refusal.serverSuffix("an array of several dimensions or not counted from 1"));
        return "CASE WHEN " + sql + " IS NULL THEN NULL WHEN array_ndims(" + sql + ") > 1 OR array_lower(" + sql
                + ", 1) <> 1 THEN ARRAY[(" + message + ")::bigint::text] ELSE " + texts + " END";
    }
}
