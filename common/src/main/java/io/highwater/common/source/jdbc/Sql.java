package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small planning queries. */
final class Sql {
    private Sql() {}

    /** Makes a value of the row the result stands on. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A statement that yields no rows. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, unless there is no row or it is NULL. */
    static Optional<String> text(Connection connection, String sql, Object... parameters) throws SQLException {
        List<Optional<String>> rows = rows(connection, sql, row -> Optional.ofNullable(row.getString(1)), parameters);
        return rows.isEmpty() ? Optional.empty() : rows.get(0);
    }

    /** All rows; for results known to be small. */
    static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return rows(statement, reader);
        }
    }

    private static <T> List<T> rows(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }
}
