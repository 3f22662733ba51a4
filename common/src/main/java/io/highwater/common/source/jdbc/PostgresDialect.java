package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** PostgreSQL from version 14 on: the first that extracts epochs exactly and scans ranges of blocks. */
final class PostgresDialect implements Dialect {
    private static final int OLDEST = 14;
    private static final String REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private final String url;

    PostgresDialect(JdbcUrl url) {
        this.url = url.text();
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String driverArtifact() {
        return "org.postgresql:postgresql";
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Map<String, String> properties(String driverClass) {
        return Map.of(
                "connectTimeout", "10", "loginTimeout", "30", "tcpKeepAlive", "true", "ApplicationName", "highwater");
    }

    @Override
    public String quote(String identifier) {
        return Quoting.doubled(identifier, '"');
    }

    @Override
    public String text(String expression) {
        return expression + "::text";
    }

    @Override
    public Optional<ColumnReading> read(SourceColumn column, OutOfRange policy) {
        return Optional.of(new PostgresColumns(policy).reading(column, quote(column.name())));
    }

    @Override
    public Snapshot begin(Connection connection) throws SQLException {
        requireVersion(connection.getMetaData().getDatabaseMajorVersion());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(REPEATABLE_READ);
            // The exporting transaction idles until the last split has joined, however long the job takes.
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            String id = Sql.text(connection, "SELECT pg_export_snapshot()").orElseThrow();
            return new Snapshot.Shared(
                    REPEATABLE_READ + "; SET TRANSACTION SNAPSHOT '" + id + "'",
                    "every split joins PostgreSQL's exported snapshot " + id);
        } catch (SQLException failure) {
            return withoutExport(connection, failure);
        }
    }

    @Override
    public SplitPlan plan(Scan scan) throws SQLException {
        return new PostgresSplits(scan).plan();
    }

    @Override
    public CursorAxis axis(SourceColumn column, CursorType type) {
        return PostgresCursor.axis(column, type);
    }

    @Override
    public Witness witness(Connection connection, Clock standIn) {
        return new PostgresWitness(connection);
    }

    @Override
    public Optional<DigestSql> digest(List<SourceColumn> key) {
        return PostgresDigest.of(key);
    }

    @Override
    public OptionalLong estimatedRows(Connection connection, String query) throws SQLException {
        return PostgresSplits.estimatedRows(connection, query);
    }

    @Override
    public Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        return PostgresCursor.indexed(connection, table, column);
    }

    @Override
    public String indexStatement(String table, String column) {
        return "CREATE INDEX ON " + table + " (" + (PLAIN_NAME.matcher(column).matches() ? column : quote(column))
                + ")";
    }

    private static void requireVersion(int version) {
        if (version < OLDEST) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read PostgreSQL " + version + ": the oldest version that can be read without loss is "
                            + OLDEST + ". Upgrade the server.");
        }
    }

    private static Snapshot withoutExport(Connection connection, SQLException failure) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute(REPEATABLE_READ);
        }
        return new Snapshot.Unshared("the server exported no snapshot (" + failure.getMessage() + ")");
    }
}
