package io.highwater.jobs.cdc.format;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Understands one format of change events. Works on columns, never on rows one by one, and loses no record: what is no event
 * comes out with a problem, but for records that a format says to ignore.
 */
public interface Decoder {
    /** The type of {@link Events#SEQUENCE}: a scalar, or a struct whose fields are compared from first to last. */
    DataType sequence();

    /** Whether {@link Events#AT} can tell more than the sequence does. */
    default boolean tellsTime() {
        return true;
    }

    /**
     * Records to events.
     *
     * @param records columns of {@link io.highwater.common.source.feed.Records}
     * @return columns of {@link Events}, in no particular order
     */
    Dataset<Row> events(Dataset<Row> records);
}
