package io.highwater.common.source.jdbc;

import io.highwater.common.source.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** All it takes to read one relation of one database with one session of Spark. */
record JdbcSession(SparkSession spark, JdbcSettings settings, Dialect dialect, Connector connector, Failures failures) {
    /** What is done over a new connection, which stays open with its result. */
    @FunctionalInterface
    interface Work<T> {
        T over(Connection connection) throws SQLException;
    }

    static JdbcSession of(SparkSession spark, JdbcSettings settings) {
        JdbcUrl url = new JdbcUrl(settings.url());
        Dialect dialect = Dialects.of(url, Connector.driverClass(settings));
        Failures failures = new Failures(dialect, url, settings);
        try {
            return new JdbcSession(spark, settings, dialect, Connector.of(url, dialect, settings), failures);
        } catch (SQLException failure) {
            throw failures.whileConnecting(failure);
        }
    }

    /** All rows. */
    Reading reading() {
        return connected(connection -> new JdbcPlanner(this, connection).reading());
    }

    /**
     * The rows of a window.
     *
     * @param cuts positions between its parts; empty to find such as balance them
     */
    Reading reading(CursorWindow window, Optional<List<Long>> cuts) {
        return connected(connection -> new JdbcPlanner(this, connection).reading(window, cuts));
    }

    /**
     * What time it is at the database.
     *
     * @param standIn the clock to go by where the database has none
     */
    Instant now(Clock standIn) {
        return connected(connection -> {
            Instant now = dialect.witness(connection, standIn).clock();
            Closing.afterUse(connection, settings.describe());
            return now;
        });
    }

    /** Does the work over a new connection, which is closed only if it fails. */
    <T> T connected(Work<T> work) {
        Connection connection = connection();
        try {
            return work.over(connection);
        } catch (SQLException failure) {
            RuntimeException explained = failures.whilePlanning(failure, connection);
            Closing.quietly(connection, explained);
            throw explained;
        } catch (Exception failure) {
            // Spark looks at the relation too, and throws checked exceptions that Scala does not declare.
            RuntimeException explained = failures.whileReading(failure);
            Closing.quietly(connection, explained);
            throw explained;
        }
    }

    MappedScan mapped() {
        return new MappedScan(spark, dialect, connector, settings);
    }

    /** The relation, or what stands in its place after FROM, as it is cut into splits. */
    Scan scan(Connection connection, Inspection relation, String from, Snapshot snapshot) {
        return new Scan(
                connection,
                settings.relation(),
                from,
                relation.table(),
                relation.columns(),
                settings.splitting(),
                snapshot,
                spark.sparkContext().defaultParallelism());
    }

    /** The statement that makes an index of a column, in the words in which the table was named. */
    String indexStatement(String column) {
        return settings.relation() instanceof Relation.Table table ? dialect.indexStatement(table.name(), column) : "";
    }

    private Connection connection() {
        try {
            return connector.connect();
        } catch (SQLException failure) {
            throw failures.whileConnecting(failure);
        }
    }
}
