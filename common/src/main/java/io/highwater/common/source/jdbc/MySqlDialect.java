package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private static String permitted(JdbcUrl url) {
        String text = url.text().replaceFirst("(?i)^jdbc:mariadb:", "jdbc:mysql:");
        if (url.sets("permitMysqlScheme")) {
            return text;
        }
        return text + (text.contains("?") ? "&" : "?") + "permitMysqlScheme=true";
    }
}
