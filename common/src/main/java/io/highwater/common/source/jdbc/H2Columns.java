package io.highwater.common.source.jdbc;

import java.sql.Types;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** H2's types. */
final class H2Columns {
    private static final DecimalType BARE = DataTypes.createDecimalType(38, 18);

    private static final int MICROSECONDS = 6;

    private final OutOfRange policy;

    H2Columns(OutOfRange policy) {
        this.policy = policy;
    }

    Optional<ColumnReading> reading(SourceColumn column, String sql) {
        if (column.typeName().equals("UUID")) {
            return Optional.of(ColumnReading.text(column.name(), "CAST(" + sql + " AS VARCHAR)", Conversion.none()));
        }
        return direct(column)
                .map(type -> ColumnReading.direct(column.name(), sql, type))
                .or(() -> moment(column, sql))
                .or(() -> text(column, sql));
    }

    private static Optional<DataType> direct(SourceColumn column) {
        return Optional.ofNullable(
                switch (column.jdbcType()) {
                    case Types.BOOLEAN, Types.BIT -> DataTypes.BooleanType;
                    case Types.TINYINT, Types.SMALLINT -> DataTypes.ShortType;
                    case Types.INTEGER -> DataTypes.IntegerType;
                    case Types.BIGINT -> DataTypes.LongType;
                    case Types.REAL -> DataTypes.FloatType;
                    case Types.FLOAT, Types.DOUBLE -> DataTypes.DoubleType;
                    case Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> DataTypes.StringType;
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> DataTypes.BinaryType;
                    case Types.NUMERIC, Types.DECIMAL -> decimal(column);
                    default -> null;
                });
    }

    private static DataType decimal(SourceColumn column) {
        boolean fits = column.scale() >= 0
                && column.scale() <= column.precision()
                && column.precision() <= DecimalType.MAX_PRECISION();
        return fits ? DataTypes.createDecimalType(column.precision(), column.scale()) : null;
    }

    private Optional<ColumnReading> moment(SourceColumn column, String sql) {
        return Optional.ofNullable(
                switch (column.jdbcType()) {
                    case Types.DATE ->
                        ColumnReading.text(column.name(), marked(sql, sql, "DATE", "", ""), Moments.date(policy));
                    case Types.TIMESTAMP ->
                        ColumnReading.text(
                                column.name(),
                                marked(sql, sql, "TIMESTAMP", " 00:00:00", " 23:59:59.999999999"),
                                precise(column, Moments.timestampNtz(policy)));
                    case Types.TIMESTAMP_WITH_TIMEZONE ->
                        ColumnReading.text(
                                column.name(), instant(sql), precise(column, Moments.timestampInUtc(policy)));
                    default -> null;
                });
    }

    private static Conversion precise(SourceColumn column, Conversion conversion) {
        return column.scale() > MICROSECONDS ? Moments.toTheMicrosecond(conversion) : conversion;
    }

    private static String instant(String sql) {
        String utc = "CAST(" + sql + " AT TIME ZONE 'UTC' AS TIMESTAMP(9))";
        return marked(sql, utc, "TIMESTAMP WITH TIME ZONE", " 00:00:00+00", " 23:59:59.999999999+00");
    }

    private static String marked(String sql, String shown, String type, String startOfDay, String endOfDay) {
        String text = "CAST(" + shown + " AS VARCHAR)";
        return "CASE WHEN " + sql + " < " + type + " '0001-01-01" + startOfDay + "' OR " + sql + " > " + type
                + " '9999-12-31" + endOfDay + "' THEN '" + Moments.OUTSIDE + "' || " + text + " ELSE " + text + " END";
    }

    private static Optional<ColumnReading> text(SourceColumn column, String sql) {
        String text = "CAST(" + sql + " AS VARCHAR)";
        return switch (column.jdbcType()) {
            case Types.NUMERIC, Types.DECIMAL ->
                Optional.of(ColumnReading.text(column.name(), text, Conversion.decimal(BARE)));
            case Types.CHAR ->
                Optional.of(ColumnReading.text(column.name(), "TRIM(TRAILING FROM " + sql + ")", Conversion.none()));
            case Types.TIME, Types.TIME_WITH_TIMEZONE ->
                Optional.of(ColumnReading.text(column.name(), text, Conversion.none()));
            case Types.ARRAY ->
                Optional.of(ColumnReading.text(
                        column.name(), "CAST(CAST(" + sql + " AS JSON) AS VARCHAR)", Conversion.none()));
            case Types.OTHER -> other(column, text);
            default -> Optional.empty();
        };
    }

    private static Optional<ColumnReading> other(SourceColumn column, String text) {
        String type = column.typeName();
        if (type.startsWith("DECFLOAT")) {
            return Optional.of(ColumnReading.text(column.name(), text, Conversion.decimal(BARE)));
        }
        boolean readable = type.startsWith("ENUM")
                || type.startsWith("JSON")
                || type.startsWith("INTERVAL")
                || type.startsWith("GEOMETRY");
        return readable ? Optional.of(ColumnReading.text(column.name(), text, Conversion.none())) : Optional.empty();
    }
}
