package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.Reading;
import java.sql.Connection;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A planned read. It holds the planning connection, and with it the snapshot, until it is closed. */
final class JdbcReading implements Reading {
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
        Closing.afterUse(connection, plan.source());
    }
}
