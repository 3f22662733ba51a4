package io.highwater.common.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A reading that holds nothing open: Spark knows how to read the rows by itself. */
record FrameReading(ReadPlan plan, Dataset<Row> rows) implements Reading {
    @Override
    public RuntimeException explain(Throwable failure) {
        return SparkFailures.explained(plan.source(), failure)
                .<RuntimeException>map(explained -> explained)
                .orElseGet(() -> new IllegalStateException("Reading " + plan.source() + " failed", failure));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
