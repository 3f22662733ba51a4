package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.quality.RowCheck;
import io.highwater.jobs.cdc.format.Events;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Holds the rows of events against a user's conditions, as far as the events bring all of a row. */
final class RowConditions {
    private RowConditions() {}

    /** The rows, with a problem where one does not meet a condition. */
    static Dataset<Row> checked(Dataset<Row> typed, List<RowCheck> checks) {
        Dataset<Row> result = typed;
        for (RowCheck check : checks) {
            Dataset<Row> open = result.select(col("*"), col(Events.ROW + ".*"));
            Column fails = col(Events.OP)
                    .equalTo(Events.UPSERT)
                    .and(size(col(Events.MISSING)).equalTo(0))
                    .and(check.fails());
            result = open.withColumn(
                            Events.PROBLEM, coalesce(col(Events.PROBLEM), when(fails, lit("check " + check.name()))))
                    .select(Arrays.stream(typed.columns())
                            .map(name -> col(name))
                            .toArray(Column[]::new));
        }
        return result;
    }
}
