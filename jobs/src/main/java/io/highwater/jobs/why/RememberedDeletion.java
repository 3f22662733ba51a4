package io.highwater.jobs.why;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.target.CellText;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.RowHistory.Change;
import io.highwater.common.target.RowKey;
import io.highwater.common.target.Stamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A deletion that is remembered beside the state, for rows that left the table when they were deleted.
 *
 * @param sequence the sequence of the event
 * @param deletedAt when the row was deleted, as far as the feed says
 * @param run the run that brought the event
 * @param generation the lease of that run
 */
record RememberedDeletion(String sequence, Optional<String> deletedAt, String run, long generation) {
    private static final String SEQUENCE = "sequence";
    private static final String DELETED_AT = "deleted_at";
    private static final String GENERATION = "generation";

    /** All of a key, the last one first. */
    static List<RememberedDeletion> of(DeltaTarget tombstones, RowKey key) {
        return tombstones
                .live()
                .filter(live -> Arrays.asList(live.schema().fieldNames()).containsAll(key.columns()))
                .map(live -> tombstones.rowsAt(live.version()).filter(key.condition()))
                .map(RememberedDeletion::read)
                .orElseGet(List::of);
    }

    /** Whether a commit brought the same event to the table. */
    boolean isOf(Change change) {
        Optional<Stamp> stamp = change.stamp();
        return stamp.filter(by -> by.run().equals(run) && by.generation() == generation)
                .isPresent();
    }

    private static List<RememberedDeletion> read(Dataset<Row> rows) {
        Column sequence = CellText.of(rows.schema().apply(SEQUENCE));
        Column at = CellText.of(rows.schema().apply(DELETED_AT));
        return rows
                .orderBy(col(SEQUENCE).desc(), col(GENERATION).desc())
                .select(sequence, at, col("run"), col(GENERATION))
                .collectAsList()
                .stream()
                .map(row -> new RememberedDeletion(
                        row.getString(0), Optional.ofNullable(row.getString(1)), row.getString(2), row.getLong(3)))
                .toList();
    }
}
