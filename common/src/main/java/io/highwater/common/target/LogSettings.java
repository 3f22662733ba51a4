package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.delta.DeltaConfigs$;
import org.apache.spark.sql.delta.DeltaLog$;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;

/** Properties of a table that say for how long its past is kept, where they are not what is configured. */
public final class LogSettings {
    private static final String FILES = "delta.deletedFileRetentionDuration";
    private static final String LOG = "delta.logRetentionDuration";

    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final Map<String, String> changes;

    private LogSettings(DeltaTarget target, OptimisticTransaction transaction, Map<String, String> changes) {
        this.target = target;
        this.transaction = transaction;
        this.changes = changes;
    }

    /** Compares; empty if the table is as it should be, or is not there. */
    public static Optional<LogSettings> due(DeltaTarget target, Keeping keeping) {
        if (target.live().isEmpty()
                || (keeping.retention().isEmpty() && keeping.logRetention().isEmpty())) {
            return Optional.empty();
        }
        OptimisticTransaction transaction = target.log().startTransaction();
        Metadata metadata = transaction.metadata();
        Map<String, String> changes = new TreeMap<>();
        long files = DeltaLog$.MODULE$.tombstoneRetentionMillis(metadata);
        keeping.retention().ifPresent(wanted -> compare(FILES, wanted, files, changes));
        long log = DeltaConfigs$.MODULE$.getMilliSeconds(
                DeltaConfigs$.MODULE$.LOG_RETENTION().fromMetaData(metadata));
        keeping.logRetention().ifPresent(wanted -> compare(LOG, wanted, log, changes));
        return changes.isEmpty() ? Optional.empty() : Optional.of(new LogSettings(target, transaction, changes));
    }

    private static void compare(String property, Duration wanted, long present, Map<String, String> changes) {
        if (wanted.toMillis() != present) {
            changes.put(property, interval(wanted));
        }
    }

    private static String interval(Duration time) {
        return time.equals(Duration.ofHours(time.toHours()))
                ? "interval " + time.toHours() + " hours"
                : "interval " + time.toMillis() + " milliseconds";
    }

    /** What is to be set to what, by the properties' names. */
    public Map<String, String> changes() {
        return Map.copyOf(changes);
    }

    /**
     * Sets them, in one commit that changes no row.
     *
     * @return its version
     */
    public long run(Stamp stamp) {
        Stamp said = target.latestCommitOf(stamp.job()).map(stamp::overSameRows).orElse(stamp);
        Metadata before = transaction.metadata();
        Map<String, String> all = new LinkedHashMap<>(ScalaValues.map(before.configuration()));
        all.putAll(changes);
        transaction.updateMetadata(
                new Metadata(
                        before.id(),
                        before.name(),
                        before.description(),
                        before.format(),
                        before.schemaString(),
                        before.partitionColumns(),
                        ScalaValues.map(all),
                        before.createdTime()),
                false);
        return new StampedTransaction(target, transaction)
                .commit(List.of(), new StampedProperties(changes, said), said);
    }

    /** Delta's operation for setting properties, with the stamp that Delta has no place for in it. */
    private static final class StampedProperties extends DeltaOperations.SetTableProperties {
        private static final long serialVersionUID = 1L;

        private final String stamp;

        StampedProperties(Map<String, String> changes, Stamp stamp) {
            super(ScalaValues.map(changes));
            this.stamp = stamp.json();
        }

        @Override
        public Option<String> userMetadata() {
            return Option.apply(stamp);
        }
    }
}
