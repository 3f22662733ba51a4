package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.jdbc.JdbcDialects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** A database we know nothing of but what every JDBC driver tells. */
final class PlainDialect implements Dialect {
    private static final DecimalType BARE = DataTypes.createDecimalType(38, 18);

    private final JdbcUrl url;

    PlainDialect(JdbcUrl url) {
        this.url = url;
    }

    @Override
    public String product() {
        return "the database";
    }

    @Override
    public String driverArtifact() {
        return "its JDBC driver";
    }

    @Override
    public String url() {
        return url.text();
    }

    @Override
    public Map<String, String> properties(String driverClass) {
        return Map.of();
    }

    @Override
    public String quote(String identifier) {
        return JdbcDialects.get(url.text()).quoteIdentifier(identifier);
    }

    /** Whatever the column is, the driver gives its text when asked for it. */
    @Override
    public String text(String expression) {
        return expression;
    }

    @Override
    public Optional<ColumnReading> read(SourceColumn column, OutOfRange policy) {
        String sql = quote(column.name());
        return switch (column.jdbcType()) {
            case Types.NUMERIC, Types.DECIMAL -> Optional.of(number(column, sql));
            // Spark pads what a driver calls CHAR.
            case Types.CHAR, Types.NCHAR ->
                Optional.of(ColumnReading.text(column.name(), sql, (raw, any) -> functions.rtrim(raw)));
            default -> type(column).map(type -> ColumnReading.direct(column.name(), sql, type));
        };
    }

    @Override
    public Snapshot begin(Connection connection) {
        return new Snapshot.Unshared("this database is not known to share a snapshot between connections");
    }

    @Override
    public SplitPlan plan(Scan scan) throws SQLException {
        return new KeySplits(scan, this).plan();
    }

    @Override
    public CursorAxis axis(SourceColumn column, CursorType type) {
        return StandardCursor.axis(type, UnaryOperator.identity());
    }

    @Override
    public Witness witness(Connection connection, Clock standIn) {
        return new SilentWitness(connection, standIn, product());
    }

    @Override
    public OptionalLong estimatedRows(Connection connection, String query) throws SQLException {
        return StandardCursor.counted(connection, query);
    }

    @Override
    public Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        return StandardCursor.indexed(connection, table, column);
    }

    private static ColumnReading number(SourceColumn column, String sql) {
        boolean bounded = column.precision() > 0
                && column.precision() <= DecimalType.MAX_PRECISION()
                && column.scale() >= 0
                && column.scale() <= column.precision();
        return bounded
                ? ColumnReading.direct(
                        column.name(), sql, DataTypes.createDecimalType(column.precision(), column.scale()))
                : ColumnReading.text(column.name(), sql, Conversion.decimal(BARE));
    }

    private static Optional<DataType> type(SourceColumn column) {
        return Optional.ofNullable(
                switch (column.jdbcType()) {
                    case Types.BOOLEAN, Types.BIT -> DataTypes.BooleanType;
                    case Types.TINYINT, Types.SMALLINT -> DataTypes.ShortType;
                    case Types.INTEGER -> DataTypes.IntegerType;
                    case Types.BIGINT -> DataTypes.LongType;
                    case Types.REAL -> DataTypes.FloatType;
                    case Types.FLOAT, Types.DOUBLE -> DataTypes.DoubleType;
                    case Types.VARCHAR,
                            Types.LONGVARCHAR,
                            Types.CLOB,
                            Types.NVARCHAR,
                            Types.LONGNVARCHAR,
                            Types.NCLOB -> DataTypes.StringType;
                    case Types.DATE -> DataTypes.DateType;
                    case Types.TIMESTAMP -> DataTypes.TimestampNTZType;
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> DataTypes.BinaryType;
                    default -> null;
                });
    }
}
