package io.highwater.common.target;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;

/**
 * What the files of a table are like, by its log.
 *
 * @param files how many there are
 * @param bytes their size
 * @param small how many of them are small
 * @param deletedRows rows that are stored and deleted
 */
public record Condition(long files, long bytes, long small, long deletedRows) {
    /** Looks at a table that is there. */
    public static Condition of(DeltaTarget table, UpkeepSettings settings) {
        Snapshot now = table.snapshot();
        Row figures = now.allFiles()
                .toDF()
                .agg(
                        count_if(col("size").lt(settings.small())),
                        coalesce(sum(col("deletionVector.cardinality")), lit(0L)))
                .head();
        return new Condition(now.numOfFiles(), now.sizeInBytes(), figures.getLong(0), figures.getLong(1));
    }

    /** In words. */
    @Override
    public String toString() {
        return String.format(
                "%,d files, %.1f MB, %,d small ones, %,d deleted rows in them", files, bytes / 1e6, small, deletedRows);
    }
}
