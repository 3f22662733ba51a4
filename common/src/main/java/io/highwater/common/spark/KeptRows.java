package io.highwater.common.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag$;

/**
 * Rows that are computed once, and kept for whoever asks for them again. Spark's {@code localCheckpoint} does that as well, but
 * forgets how they came about, so that a job fails when an executor is lost with some of them; these are computed again.
 */
public final class KeptRows {
    private KeptRows() {}

    /**
     * The same rows, computed when they are first asked for. What is planned over them begins with them.
     *
     * @param rows such as come out the same if they are computed again
     */
    public static Dataset<Row> of(Dataset<Row> rows) {
        JavaRDD<InternalRow> kept = new JavaRDD<>(
                        ClassicSpark.computed(rows), ClassTag$.MODULE$.apply(InternalRow.class))
                .map(InternalRow::copy)
                .persist(StorageLevel.MEMORY_AND_DISK());
        return ClassicSpark.over(kept.rdd(), rows);
    }
}
