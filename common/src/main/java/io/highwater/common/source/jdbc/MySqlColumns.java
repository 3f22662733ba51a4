package io.highwater.common.source.jdbc;

import io.highwater.common.source.jdbc.SourceColumn.Sign;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** The types of MySQL and MariaDB. Unsigned integers become the next larger signed type. */
final class MySqlColumns {
    private static final DecimalType UNSIGNED_LONG = DataTypes.createDecimalType(20, 0);
    private static final int LONG_BITS = 63;

    private final OutOfRange policy;

    MySqlColumns(OutOfRange policy) {
        this.policy = policy;
    }

    /** A timestamp's column as the number of its seconds, which is compared alike in every session. */
    static SourceColumn seconds(SourceColumn timestamp) {
        return new SourceColumn(timestamp.name(), Types.DECIMAL, "DECIMAL", 20, 6, Sign.SIGNED, timestamp.nulls());
    }

    Optional<ColumnReading> reading(SourceColumn column, String sql) {
        String type = column.typeName().toUpperCase(Locale.ROOT).replaceFirst(" UNSIGNED.*| ZEROFILL.*", "");
        return integer(column, type)
                .map(wire -> ColumnReading.direct(column.name(), sql, wire))
                .or(() -> number(column, type, sql))
                .or(() -> moment(column, type, sql))
                .or(() -> other(column, type, sql));
    }

    private static Optional<DataType> integer(SourceColumn column, String type) {
        boolean signed = column.sign() == Sign.SIGNED;
        return Optional.ofNullable(
                switch (type) {
                    case "TINYINT" -> DataTypes.ShortType;
                    case "SMALLINT" -> signed ? DataTypes.ShortType : DataTypes.IntegerType;
                    case "MEDIUMINT", "YEAR" -> DataTypes.IntegerType;
                    case "INT", "INTEGER" -> signed ? DataTypes.IntegerType : DataTypes.LongType;
                    case "BIGINT" -> signed ? DataTypes.LongType : UNSIGNED_LONG;
                    default -> null;
                });
    }

    private static Optional<ColumnReading> number(SourceColumn column, String type, String sql) {
        return Optional.ofNullable(
                switch (type) {
                    // A float is sent with six digits only; as a double it comes whole.
                    case "FLOAT" ->
                        new ColumnReading(
                                column.name(),
                                "(" + sql + " + 0e0)",
                                DataTypes.DoubleType,
                                Conversion.widening(DataTypes.FloatType));
                    case "DOUBLE", "REAL" -> ColumnReading.direct(column.name(), sql, DataTypes.DoubleType);
                    case "DECIMAL", "NUMERIC" -> decimal(column, sql);
                    case "BIT" -> bits(column, sql);
                    default -> null;
                });
    }

    private static ColumnReading decimal(SourceColumn column, String sql) {
        if (column.precision() <= DecimalType.MAX_PRECISION()) {
            DecimalType type = DataTypes.createDecimalType(column.precision(), column.scale());
            return ColumnReading.direct(column.name(), sql, type);
        }
        DecimalType widest = DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), column.scale());
        return ColumnReading.text(column.name(), "CAST(" + sql + " AS CHAR)", Conversion.decimal(widest));
    }

    private static ColumnReading bits(SourceColumn column, String sql) {
        if (column.precision() <= 1) {
            return new ColumnReading(
                    column.name(), "(" + sql + " + 0)", DataTypes.IntegerType, (raw, any) -> raw.notEqual(0));
        }
        DataType type = column.precision() <= LONG_BITS ? DataTypes.LongType : UNSIGNED_LONG;
        return ColumnReading.direct(column.name(), "CAST(" + sql + " AS DECIMAL(20, 0))", type);
    }

    private Optional<ColumnReading> moment(SourceColumn column, String type, String sql) {
        return Optional.ofNullable(
                switch (type) {
                    case "DATE" -> ColumnReading.text(column.name(), marked(sql), Moments.date(policy));
                    case "DATETIME" -> ColumnReading.text(column.name(), marked(sql), Moments.timestampNtz(policy));
                    // The number of seconds is the one form of an instant that the session's time zone leaves alone.
                    case "TIMESTAMP" ->
                        new ColumnReading(
                                column.name(),
                                "CAST(UNIX_TIMESTAMP(" + sql + ") * 1000000 AS SIGNED)",
                                DataTypes.LongType,
                                Moments.timestampOfMicros(policy));
                    case "TIME" -> ColumnReading.text(column.name(), "CAST(" + sql + " AS CHAR)", Conversion.none());
                    default -> null;
                });
    }

    private static String marked(String sql) {
        String text = "CAST(" + sql + " AS CHAR)";
        return "CASE WHEN " + text + " < '0001' THEN CONCAT('" + Moments.OUTSIDE + "', " + text + ") ELSE " + text
                + " END";
    }

    private static Optional<ColumnReading> other(SourceColumn column, String type, String sql) {
        if (type.equals("GEOMETRY")
                || type.equals("POINT")
                || type.endsWith("POLYGON")
                || type.endsWith("LINESTRING")) {
            return Optional.of(ColumnReading.text(column.name(), "ST_AsText(" + sql + ")", Conversion.none()));
        }
        return switch (column.jdbcType()) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                Optional.of(ColumnReading.direct(column.name(), sql, DataTypes.BinaryType));
            // As CHAR the column would be padded by Spark, and so would a type that is new to the driver.
            case Types.CHAR, Types.NCHAR ->
                Optional.of(ColumnReading.text(column.name(), "CAST(" + sql + " AS CHAR)", Conversion.none()));
            case Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NVARCHAR, Types.LONGNVARCHAR, Types.NCLOB ->
                Optional.of(ColumnReading.text(column.name(), sql, Conversion.none()));
            case Types.OTHER ->
                type.equals("UUID") || type.startsWith("INET")
                        ? Optional.of(ColumnReading.text(column.name(), "CAST(" + sql + " AS CHAR)", Conversion.none()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
