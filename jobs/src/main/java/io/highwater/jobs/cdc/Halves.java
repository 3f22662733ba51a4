package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;

import io.highwater.jobs.cdc.format.Events;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The two halves of changed keys: if one of them cannot be merged, neither is, or a row would be gone that has only moved. */
final class Halves {
    private static final String BROKEN = "hw_broken_pair";
    private static final String WHY = "hw_broken_why";

    private Halves() {}

    /** Some events, of which those have a problem too whose other half has one. */
    static Dataset<Row> together(Dataset<Row> events) {
        Dataset<Row> broken = events.filter(
                        col(Events.PROBLEM).isNotNull().and(col(Events.PAIR).isNotNull()))
                .groupBy(col(Events.PAIR).as(BROKEN))
                .agg(first(Events.PROBLEM).as(WHY));
        Column[] columns = Arrays.stream(events.columns())
                .map(name -> name.equals(Events.PROBLEM)
                        ? coalesce(col(Events.PROBLEM), col(WHY)).as(Events.PROBLEM)
                        : col(name))
                .toArray(Column[]::new);
        return events.join(broadcast(broken), col(Events.PAIR).equalTo(col(BROKEN)), "left_outer")
                .select(columns);
    }
}
