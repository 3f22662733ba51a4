package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.feed.Records;
import io.highwater.common.spark.ScalaValues;
import io.highwater.common.target.Quarantine;
import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.format.Events;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** What was no event: counted against a limit, and set aside with its text, its message's key, its place and the reason. */
final class Problems {
    private static final int SHOWN = 3;
    private static final int TEXT = 200;

    private final Quarantine quarantine;
    private final long most;
    private long found;

    /** @param most how many a run may set aside */
    Problems(Quarantine quarantine, long most) {
        this.quarantine = quarantine;
        this.most = most;
    }

    /** Those of a run of a job. */
    static Problems of(SparkSession spark, CdcSettings settings) {
        Quarantine quarantine = new Quarantine(
                spark, settings.identity().statePath(), settings.identity().name());
        return new Problems(quarantine, settings.maxProblems());
    }

    /** How many the run has set aside. */
    long found() {
        return found;
    }

    /**
     * Sets problems aside.
     *
     * @param places all records of the batch, where they have places in files or topics
     * @param some those with a problem
     * @param count how many these are
     * @throws RefusedException if that is too many
     */
    void setAside(Optional<Dataset<Row>> places, Dataset<Row> some, long count, Stamp stamp) {
        if (count == 0) {
            return;
        }
        Dataset<Row> placed = places.map(records -> placed(records, some)).orElseGet(() -> described(some, lit(null)));
        if (found + count > most) {
            throw refused(placed, count);
        }
        quarantine.addOnce(placed, List.of("table", "origin", "position", "key", "text"), col("problem"), stamp);
        found += count;
    }

    /**
     * The offset of a message, the line of a file; that is unknown if the file has other lines when it is read once more. A record
     * that is two events is set aside once.
     */
    private static Dataset<Row> placed(Dataset<Row> records, Dataset<Row> some) {
        Column[] place = {col(Records.ORIGIN), col(Records.BLOCK), col(Records.ORDINAL)};
        Dataset<Row> lines = records.select(place)
                .distinct()
                .join(some.select(Records.ORIGIN).distinct(), Records.ORIGIN)
                .withColumn(
                        "hw_line",
                        row_number().over(Window.partitionBy(Records.ORIGIN).orderBy(Records.BLOCK, Records.ORDINAL)));
        Dataset<Row> found = some.join(
                lines, ScalaValues.seq(List.of(Records.ORIGIN, Records.BLOCK, Records.ORDINAL)), "left_outer");
        return described(
                found, when(col(Records.ORIGIN).contains("/"), col("hw_line")).otherwise(col(Records.ORDINAL)));
    }

    private static Dataset<Row> described(Dataset<Row> some, Column position) {
        return some.select(
                        col(Events.TABLE).as("table"),
                        col(Records.ORIGIN).as("origin"),
                        position.cast("long").as("position"),
                        col(Events.RAW).as("text"),
                        col(Events.PROBLEM).as("problem"),
                        col(Records.KEY).as("key"))
                .distinct();
    }

    private RefusedException refused(Dataset<Row> placed, long count) {
        List<Refusal> examples = placed.orderBy("origin", "position").takeAsList(SHOWN).stream()
                .map(row -> new Refusal(
                        row.getString(1) + (row.isNullAt(2) ? "" : ":" + row.getLong(2)),
                        row.getString(4) + ": " + shortened(row.getString(3))))
                .toList();
        return new RefusedException(
                String.format(
                        "Refused to merge a batch: %,d records are no events, and highwater.cdc.max-problems is %,d.",
                        found + count, most),
                examples,
                "Nothing of the batch was merged. Correct the feed, or let more of them be set aside in "
                        + quarantine.sql() + ".");
    }

    private static String shortened(String text) {
        return text == null ? "" : text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
    }

    /** How many of some events have a problem. */
    static Column counted() {
        return count(when(col(Events.PROBLEM).isNotNull(), lit(1)));
    }
}
