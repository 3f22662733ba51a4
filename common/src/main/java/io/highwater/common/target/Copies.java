package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.highwater.common.spark.ScalaValues;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Staged rows that the table has already, told by all of their columns. */
final class Copies {
    private static final String DIGEST = "digest";
    private static final String PRESENT = "present";
    private static final String COPY = "copy";

    private final StagedFiles staged;
    private final LiveRows live;

    Copies(StagedFiles staged, LiveRows live) {
        this.staged = staged;
        this.live = live;
    }

    /** Of n rows that are the same, takes out as many as the table has, and says how many rows that were in all. */
    long dropPresent() {
        if (live.files().isEmpty() || staged.files().isEmpty()) {
            return 0;
        }
        Positions present = Positions.of(present());
        staged.remove(present);
        return present.count();
    }

    private Dataset<Row> present() {
        Dataset<Row> counted =
                digested(live.rows()).groupBy(DIGEST).agg(count(lit(1)).as(PRESENT));
        return digested(staged.rows())
                .join(counted, ScalaValues.seq(List.of(DIGEST)))
                .withColumn(
                        COPY, row_number().over(Window.partitionBy(DIGEST).orderBy(TableFiles.FILE, TableFiles.ROW)))
                .filter(col(COPY).leq(col(PRESENT)))
                .select(TableFiles.FILE, TableFiles.ROW);
    }

    private static Dataset<Row> digested(Dataset<Row> rows) {
        return TableFiles.located(rows)
                .select(
                        RowDigest.of(TableFiles.CONTENT, rows.schema()).as(DIGEST),
                        col(TableFiles.FILE),
                        col(TableFiles.ROW));
    }
}
