package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** MySQL and MariaDB, with either's driver. */
final class MySqlDialect implements Dialect {
    private static final String MARIADB_DRIVER = "org.mariadb.jdbc.Driver";

    private final String url;

    /** Drivers take only URLs of their own name, but Spark knows this SQL only by the name of mysql. */
    MySqlDialect(JdbcUrl url, Optional<String> driverClass) {
        boolean mariaDb = url.isFor("mariadb")
                || driverClass.filter(MARIADB_DRIVER::equals).isPresent()
                || (driverClass.isEmpty() && !Drivers.isPresent("com.mysql.cj.jdbc.Driver"));
        this.url = mariaDb ? permitted(url) : url.text();
    }

    @Override
    public String product() {
        return "MySQL or MariaDB";
    }

    @Override
    public String driverArtifact() {
        return "org.mariadb.jdbc:mariadb-java-client";
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Map<String, String> properties(String driverClass) {
        Map<String, String> properties = new HashMap<>();
        properties.put("connectTimeout", "10000");
        // Columns come as the numbers they hold, not as the booleans and dates a driver sees in them.
        properties.put("tinyInt1isBit", "false");
        properties.put("yearIsDateType", "false");
        if (driverClass.toLowerCase(Locale.ROOT).startsWith("com.mysql")) {
            // Without a cursor this driver takes the whole result into memory.
            properties.put("useCursorFetch", "true");
        }
        return properties;
    }

    @Override
    public String quote(String identifier) {
        return Quoting.doubled(identifier, '`');
    }

    @Override
    public String text(String expression) {
        return "CAST(" + expression + " AS CHAR)";
    }

    @Override
    public Optional<ColumnReading> read(SourceColumn column, OutOfRange policy) {
        return new MySqlColumns(policy).reading(column, quote(column.name()));
    }

    @Override
    public Snapshot begin(Connection connection) {
        return new Snapshot.Unshared("this database cannot share a snapshot between connections");
    }

    @Override
    public SplitPlan plan(Scan scan) throws SQLException {
        return new MySqlSplits(scan, this).plan();
    }

    @Override
    public CursorAxis axis(SourceColumn column, CursorType type) {
        return MySqlCursor.axis(column, type);
    }

    @Override
    public Witness witness(Connection connection, Clock standIn) {
        return new MySqlWitness(connection);
    }

    /** The server compares its timestamps in the session's zone, where an hour a year comes twice. */
    @Override
    public Optional<String> session(CursorType type) {
        return type == CursorType.INSTANT ? Optional.of("SET time_zone = '+00:00'") : Optional.empty();
    }

    @Override
    public Optional<DigestSql> digest(List<SourceColumn> key) {
        return MySqlDigest.of(key);
    }

    @Override
    public OptionalLong estimatedRows(Connection connection, String query) throws SQLException {
        return MySqlCursor.estimatedRows(connection, query);
    }

    @Override
    public Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        return MySqlCursor.indexed(connection, table, column);
    }

    @Override
    public String first(String query) {
        return query + " LIMIT 1";
    }

    private static String permitted(JdbcUrl url) {
        String text = url.text().replaceFirst("(?i)^jdbc:mariadb:", "jdbc:mysql:");
        if (url.sets("permitMysqlScheme")) {
            return text;
        }
        return text + (text.contains("?") ? "&" : "?") + "permitMysqlScheme=true";
    }
}
