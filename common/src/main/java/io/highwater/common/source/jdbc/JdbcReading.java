package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A planned read. It holds the planning connection, and with it the snapshot, until it is closed. */
final class JdbcReading implements Reading {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcReading.class);

    private final ReadPlan plan;
    private final Dataset<Row> rows;
    private final Connection connection;
    private final Failures failures;

    JdbcReading(ReadPlan plan, Dataset<Row> rows, Connection connection, Failures failures) {
        this.plan = plan;
        this.rows = rows;
        this.connection = connection;
        this.failures = failures;
    }

    @Override
    public ReadPlan plan() {
        return plan;
    }

    @Override
    public Dataset<Row> rows() {
        return rows;
    }

    @Override
    public RuntimeException explain(Throwable failure) {
        return failures.whileReading(failure);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            // The rows are read by now: a server that ended the session first has done our work.
            LOG.warn("The planning connection to {} was already gone: {}", plan.source(), failure.getSQLState());
        }
    }
}
