package io.highwater.common.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One reading of a source: planned, not yet run. */
public interface Reading extends AutoCloseable {
    /** How the rows will be read. */
    ReadPlan plan();

    /** The rows, lazily. One action on the dataset reads the source once. */
    Dataset<Row> rows();

    /**
     * Says in the user's words why reading these rows failed.
     *
     * @param failure what Spark threw while it ran an action on {@link #rows()}
     * @return a failure to throw instead, or {@code failure} itself, wrapped, where the source is not to blame
     */
    RuntimeException explain(Throwable failure);

    /** Releases what the reading held open, such as a database snapshot. */
    @Override
    void close();
}
