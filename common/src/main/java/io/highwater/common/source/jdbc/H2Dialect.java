package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** H2, embedded or served. */
final class H2Dialect implements Dialect {
    private final String url;

    H2Dialect(JdbcUrl url) {
        this.url = url.text();
    }

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public String driverArtifact() {
        return "com.h2database:h2";
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Map<String, String> properties(String driverClass) {
        return Map.of();
    }

    @Override
    public String quote(String identifier) {
        return Quoting.doubled(identifier, '"');
    }

    @Override
    public String text(String expression) {
        return "CAST(" + expression + " AS VARCHAR)";
    }

    @Override
    public Optional<ColumnReading> read(SourceColumn column, OutOfRange policy) {
        return new H2Columns(policy).reading(column, quote(column.name()));
    }

    @Override
    public Snapshot begin(Connection connection) {
        return new Snapshot.Unshared("H2 cannot share a snapshot between connections");
    }

    @Override
    public SplitPlan plan(Scan scan) throws SQLException {
        return new KeySplits(scan, this).plan();
    }

    @Override
    public CursorAxis axis(SourceColumn column, CursorType type) {
        return StandardCursor.axis(
                type,
                sql -> type == CursorType.INSTANT
                        ? text("CAST(" + sql + " AT TIME ZONE 'UTC' AS TIMESTAMP(9))")
                        : text(sql));
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
}
