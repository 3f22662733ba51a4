package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A connection to a database, to ask it about itself. Failures are told in the user's words. */
public final class Database implements AutoCloseable {
    private final JdbcSettings settings;
    private final Dialect dialect;
    private final Failures failures;
    private final Connection connection;

    private Database(JdbcSettings settings, Dialect dialect, Failures failures, Connection connection) {
        this.settings = settings;
        this.dialect = dialect;
        this.failures = failures;
        this.connection = connection;
    }

    /** Makes a value of the row the result stands on. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads it. */
        T read(ResultSet row) throws SQLException;
    }

    /** What is asked of the driver. */
    @FunctionalInterface
    public interface Question<T> {
        /** Asks it. */
        T ask(DatabaseMetaData database) throws SQLException;
    }

    /**
     * Connects.
     *
     * @throws io.highwater.common.error.UserException if the database cannot be reached, or does not let the user in
     */
    public static Database open(JdbcSettings settings) {
        JdbcUrl url = new JdbcUrl(settings.url());
        Dialect dialect = Dialects.of(url, Connector.driverClass(settings));
        Failures failures = new Failures(dialect, url, settings);
        try {
            return new Database(
                    settings,
                    dialect,
                    failures,
                    Connector.of(url, dialect, settings).connect());
        } catch (SQLException failure) {
            throw failures.whileConnecting(failure);
        }
    }

    /** The database's name, such as {@code PostgreSQL}. */
    public String product() {
        return dialect.product();
    }

    /** Where it is, in words, without credentials. */
    public String place() {
        return new JdbcUrl(settings.url()).place();
    }

    /** Whether its URL begins so: {@code postgresql}. */
    public boolean isA(String subprotocol) {
        return new JdbcUrl(settings.url()).isFor(subprotocol);
    }

    /** A name in the database's quotes. */
    public String quote(String identifier) {
        return dialect.quote(identifier);
    }

    /** All rows of a query; for results known to be small. */
    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw failures.whilePlanning(failure, connection);
        }
    }

    /** What the driver says of the database. */
    public <T> T metaData(Question<T> question) {
        try {
            return question.ask(connection.getMetaData());
        } catch (SQLException failure) {
            throw failures.whilePlanning(failure, connection);
        }
    }

    @Override
    public void close() {
        Closing.afterUse(connection, place());
    }
}
