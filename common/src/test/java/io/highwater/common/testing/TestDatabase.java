package io.highwater.common.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real database that tests fill and ask over plain JDBC. */
public interface TestDatabase {
    /** Where it is, without credentials. */
    String url();

    /** A user who may do everything. */
    String user();

    /** That user's password; may be empty. */
    String password();

    default Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /** Runs the statements one by one, each on its own. */
    default void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot prepare a test: " + String.join("; ", statements), failure);
        }
    }

    /** The first column of the result, as the driver prints it. */
    default List<String> texts(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot ask " + sql, failure);
        }
    }

    /** The one number the query yields. */
    default long number(String sql) {
        return Long.parseLong(texts(sql).get(0));
    }
}
