package io.highwater.jobs.cdc.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keys that a table has more than once, which this program never makes. */
public final class DoubleKeys {
    private static final int SHOWN = 3;
    private static final String ROWS = "hw_rows";

    private DoubleKeys() {}

    /**
     * The refusal of events of such keys.
     *
     * @param found the rows that were found, with their keys
     */
    public static RefusedException refused(TargetAddress table, List<String> key, Dataset<Row> found) {
        List<Refusal> twice = found
                .groupBy(Keys.columns(key))
                .agg(count(lit(1)).as(ROWS))
                .filter(col(ROWS).gt(1))
                .orderBy(Keys.columns(key))
                .takeAsList(SHOWN)
                .stream()
                .map(row -> new Refusal(
                        "key " + key,
                        key.stream()
                                        .map(name -> String.valueOf(row.<Object>getAs(name)))
                                        .toList() + " has " + row.<Long>getAs(ROWS) + " rows"))
                .toList();
        return new RefusedException(
                "Refused to merge into " + table
                        + ": it has several rows of one key, of which an event could change but one.",
                twice,
                "The table is as it was. Somebody else wrote to it: delete the rows that are too many, and run again.");
    }
}
