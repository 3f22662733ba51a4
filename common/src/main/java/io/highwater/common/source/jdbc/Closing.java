package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing a connection where a failure of closing is not what matters. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /** Closes what was used to the end: a server that ended the session first has done our work. */
    static void afterUse(Connection connection, String source) {
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.warn("The planning connection to {} was already gone: {}", source, failure.getSQLState());
        }
    }

    /** Closes; if that fails too, says so beside the failure that came first. */
    static void quietly(Connection connection, Throwable first) {
        try {
            connection.close();
        } catch (SQLException second) {
            first.addSuppressed(second);
        }
    }
}
