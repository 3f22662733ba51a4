package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Closing a connection on the way out of a failure. */
final class Closing {
    private Closing() {}

    /** Closes; if that fails too, says so beside the failure that came first. */
    static void quietly(Connection connection, Throwable first) {
        try {
            connection.close();
        } catch (SQLException second) {
            first.addSuppressed(second);
        }
    }
}
