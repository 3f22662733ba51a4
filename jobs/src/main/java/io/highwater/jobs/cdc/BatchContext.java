package io.highwater.jobs.cdc;

import io.highwater.common.job.RunContext;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.LinkedHashMap;
import java.util.List;
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
    static final String HISTORY = "history";
    static final String NO_HISTORY = word(CdcSettings.History.NONE);

    /** A stamp that bears nothing but the run. */
    Stamp bare() {
        return run.stamp(Map.of());
    }

    /**
     * The stamp of a table's commit.
     *
     * @param last the job's last commit to the table
     */
    Stamp stamp(Optional<StampedCommit> last, String table, List<String> key, CdcSettings.History history, long read) {
        Map<String, String> facts = new LinkedHashMap<>(delivery.facts(last));
        facts.put(TABLE, table);
        facts.put(Stamp.KEY, String.join(",", key));
        facts.put(HISTORY, word(history));
        facts.put("read", Long.toString(read));
        return run.stamp(facts);
    }

    static String word(CdcSettings.History history) {
        return history.name().toLowerCase(Locale.ROOT);
    }
}
