package io.highwater.jobs.cdc;

import io.highwater.common.job.RunContext;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is the same for all tables of a batch.
 *
 * @param run the run
 * @param delivery what the batch is
 * @param problems where records are set aside
 */
record BatchContext(RunContext run, Delivery delivery, Problems problems) {
    static final String TABLE = "table";

    /** A stamp that bears nothing but the run. */
    Stamp bare() {
        return run.stamp(Map.of());
    }

    /**
     * The stamp of a table's commit.
     *
     * @param last the job's last commit to the table
     * @param rows what the table's rows are
     */
    Stamp stamp(Optional<StampedCommit> last, String table, Map<String, String> rows, long read) {
        Map<String, String> facts = new LinkedHashMap<>(delivery.facts(last));
        facts.put(TABLE, table);
        facts.putAll(rows);
        facts.put("read", Long.toString(read));
        return run.stamp(facts);
    }

    static String word(CdcSettings.History history) {
        return history.name().toLowerCase(Locale.ROOT);
    }
}
