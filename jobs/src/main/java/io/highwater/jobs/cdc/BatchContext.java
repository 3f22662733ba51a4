package io.highwater.jobs.cdc;

import io.highwater.common.job.RunContext;
import io.highwater.common.source.feed.BatchFiles;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is the same for all tables of a micro-batch.
 *
 * @param run the run
 * @param feed the reading of the feed that numbers the batches
 * @param batch the batch's number
 * @param problems where records are set aside
 * @param records all records of the batch, numbered
 * @param files what they are read from; empty if it is not files
 */
record BatchContext(
        RunContext run, String feed, long batch, Problems problems, Dataset<Row> records, Optional<BatchFiles> files) {
    static final String TABLE = "table";
    static final String KEY = "key";
    static final String HISTORY = "history";
    static final String NO_HISTORY = word(CdcSettings.History.NONE);

    /** A stamp that bears nothing but the run. */
    Stamp bare() {
        return run.stamp(Map.of());
    }

    /** The stamp of a table's commit; there may be more to come. */
    Stamp stamp(String table, List<String> key, CdcSettings.History history, long read) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Stamp.FEED, feed);
        facts.put(Stamp.BATCH, Long.toString(batch));
        facts.put(Stamp.MORE, "true");
        facts.put(TABLE, table);
        facts.put(KEY, String.join(",", key));
        facts.put(HISTORY, word(history));
        facts.put("read", Long.toString(read));
        return run.stamp(facts);
    }

    /** Whether a table's last commit is of this batch or a later one: the run that made it died before it could say so. */
    boolean isIn(StampedCommit last) {
        return feed.equals(last.stamp().facts().get(Stamp.FEED))
                && last.stamp().number(Stamp.BATCH).orElse(-1) >= batch;
    }

    static String word(CdcSettings.History history) {
        return history.name().toLowerCase(Locale.ROOT);
    }
}
