package io.highwater.common.source.jdbc;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/**
 * A relational database, read through Spark's JDBC data source.
 *
 * <p>Rows keep the relation's column names and order; types are mapped without loss or the read is refused. PostgreSQL
 * is read from one snapshot that lasts until the reading is closed; other databases are as consistent as
 * {@link io.highwater.common.source.ReadPlan#consistency()} says. Reading changes nothing at the source.
 */
public final class JdbcSource implements Source {
    private final JdbcSettings settings;

    public JdbcSource(JdbcSettings settings) {
        this.settings = settings;
    }

    @Override
    public Reading open(SparkSession spark) {
        JdbcUrl url = new JdbcUrl(settings.url());
        Dialect dialect = Dialects.of(url, Connector.driverClass(settings));
        Failures failures = new Failures(dialect, url, settings);
        try {
            Connector connector = Connector.of(url, dialect, settings);
            return planned(spark, dialect, connector, failures);
        } catch (SQLException failure) {
            throw failures.whileConnecting(failure);
        }
    }

    @Override
    public Changes changes(SparkSession spark, Cursor cursor, Clock clock) {
        throw new UnsupportedOperationException("not built yet");
    }

    private Reading planned(SparkSession spark, Dialect dialect, Connector connector, Failures failures)
            throws SQLException {
        Connection connection = connector.connect();
        try {
            return new JdbcPlanner(spark, settings, dialect, connector, connection, failures).reading();
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
}
