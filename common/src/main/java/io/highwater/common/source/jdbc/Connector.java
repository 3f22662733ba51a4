package io.highwater.common.source.jdbc;

import io.highwater.common.config.Redactor;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What it takes to connect: a driver, a URL and properties. The password is in the properties only.
 *
 * @param url without credentials
 * @param driver the driver that will be used, here and by Spark's tasks
 * @param properties for the driver, credentials included
 */
record Connector(String url, Driver driver, Map<String, String> properties) {
    private static final String DRIVER = "driver";
    private static final Set<String> NOT_PROPERTIES = Set.of(
            "url",
            "dbtable",
            "query",
            "preparequery",
            "partitioncolumn",
            "lowerbound",
            "upperbound",
            "numpartitions",
            "sessioninitstatement",
            "customschema",
            "fetchsize",
            "user",
            "password");

    static Connector of(JdbcUrl url, Dialect dialect, JdbcSettings settings) throws SQLException {
        settings.properties().keySet().forEach(Connector::requireProperty);
        String text = dialect.url();
        Driver driver = Drivers.of(text, driverClass(settings), dialect);
        Map<String, String> properties = new HashMap<>();
        dialect.properties(driver.getClass().getName()).forEach((name, value) -> {
            if (!url.sets(name)) {
                properties.put(name, value);
            }
        });
        properties.putAll(settings.properties());
        properties.remove(DRIVER);
        settings.login().user().ifPresent(user -> properties.put("user", user));
        settings.login().password().ifPresent(password -> properties.put("password", password.reveal()));
        return new Connector(text, driver, Map.copyOf(properties));
    }

    /** The class the user names as the driver. */
    static Optional<String> driverClass(JdbcSettings settings) {
        return Optional.ofNullable(settings.properties().get(DRIVER));
    }

    Connection connect() throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        Connection connection = driver.connect(url, all);
        if (connection == null) {
            throw new SQLException("The driver " + driver.getClass().getName() + " does not accept this URL", "42000");
        }
        return connection;
    }

    /** Takes the password out of texts that others wrote. */
    static Redactor redactor(Login login) {
        return new Redactor(login.password().map(List::of).orElse(List.of()));
    }

    /** Shows where, never with what. */
    @Override
    public String toString() {
        return url;
    }

    private static void requireProperty(String name) {
        if (NOT_PROPERTIES.contains(name.toLowerCase(Locale.ROOT))) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot pass the connection property " + name
                            + " to the driver: it is not the driver's but has a setting of its own. Use that setting.");
        }
    }
}
