package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

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
}
