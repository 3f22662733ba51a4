package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.error.UserException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import io.highwater.jobs.cdc.fold.KeyState;
import io.highwater.jobs.cdc.table.Keys;
import io.highwater.jobs.cdc.table.SideTable;
import io.highwater.jobs.cdc.table.SideTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Deletions that must not be forgotten although nothing in the table shows them any more: Delta tables beside the state,
 * written before the rows go. One too many does no harm, because it tells of an event that did happen.
 */
public final class Tombstones {
    private static final String SEQUENCE = "sequence";
    private static final String AT = "deleted_at";
    private static final String RECORDED = "recorded_at";
    private static final List<String> ASKED = List.of(RECORDED);

    private final List<String> key;
    private final SideTable keys;
    private final SideTable truncations;
    private final SideTables all;

    /**
     * @param tables opens the table at a path
     * @param path where they are kept, for one table
     * @param key the columns of the table's key
     */
    public Tombstones(Function<String, DeltaTarget> tables, String path, List<String> key) {
        this.key = List.copyOf(key);
        this.keys = new SideTable(tables.apply(path + "/keys"), key, ASKED);
        this.truncations = new SideTable(tables.apply(path + "/truncations"), List.of(), ASKED);
        this.all = new SideTables(Stamp.TOMBSTONES, path, Map.of("keys", keys, "truncations", truncations));
    }

    /**
     * The last remembered deletion of each of some keys.
     *
     * @param wanted rows with the key's columns
     * @param count how many
     * @return the key's columns, {@link KeyState#DELETED} and {@link KeyState#DELETED_AT}; empty if there is none at all
     */
    Optional<Dataset<Row>> of(Dataset<Row> wanted, long count) {
        Column last = max(struct(col(SEQUENCE), col(AT)));
        return keys.of(wanted, count)
                .map(rows -> rows.groupBy(Keys.columns(key))
                        .agg(last.as("last"))
                        .select(with(
                                Keys.columns(key),
                                col("last").getField(SEQUENCE).as(KeyState.DELETED),
                                col("last").getField(AT).as(KeyState.DELETED_AT))));
    }

    /** Whether there was a truncation at all. */
    boolean knowsTruncations() {
        return truncations.exists();
    }

    /** The last truncation, one row with {@link KeyState#DELETED} and {@link KeyState#DELETED_AT}. */
    Dataset<Row> truncation(DataType sequence) {
        return truncations
                .rows()
                .orElseThrow()
                .agg(max(struct(col(SEQUENCE), col(AT))).as("last"))
                .select(
                        col("last").getField(SEQUENCE).cast(sequence).as(KeyState.DELETED),
                        col("last").getField(AT).as(KeyState.DELETED_AT));
    }

    /** Remembers deletions of keys: the key's columns, a sequence and a moment. */
    void remember(Dataset<Row> deleted, long count, Column sequence, Column at, Stamp stamp) {
        keys.add(deleted.select(with(Keys.columns(key), bookkeeping(sequence, at, stamp))), count, stamp);
    }

    /** Remembers a truncation: one row with a sequence and a moment. */
    public void rememberTruncation(Dataset<Row> truncation, Column sequence, Column at, Stamp stamp) {
        truncations.add(truncation.select(bookkeeping(sequence, at, stamp)), 1, stamp);
    }

    /**
     * To be called before events are merged.
     *
     * @param told what the target's last merge says
     * @throws UserException if deletions that were remembered then are not there
     */
    public void refuseLost(Map<String, String> told, TargetAddress target) {
        all.refuseLost(
                told,
                target,
                "deletions that it does not show",
                "An event that is older than a deletion would bring its row back.");
    }

    /** Both tables. */
    public SideTables all() {
        return all;
    }

    /**
     * What was remembered before a moment, to be forgotten when it is published. An event that is older than a deletion and
     * comes after that was forgotten brings the row back.
     *
     * @param table one of {@link #all()}
     * @return empty if there is nothing so old
     */
    public static Optional<Forgetting> before(Instant moment, SideTable table) {
        Column old = col(RECORDED).lt(lit(moment));
        StagedRewrite rewrite = table.rewrite();
        StagedRewrite.Stored stored = rewrite.matching(old);
        long count = stored.canExist() ? rewrite.remove(stored.rows().filter(old)) : 0;
        return count == 0 ? Optional.empty() : Optional.of(new Forgetting(rewrite, count));
    }

    /** Deletions that are about to be forgotten. */
    public record Forgetting(StagedRewrite rewrite, long count) {
        /** Forgets them, in one commit. */
        public void publish(Stamp stamp) {
            var unused = rewrite.publish(
                    new VersionedKey(List.of(SEQUENCE), SEQUENCE, NullKeys.NEVER_MATCH),
                    new Upsert(Upsert.Path.MERGE, 0, 0, 0, 0, count),
                    stamp);
        }
    }

    private static Column[] bookkeeping(Column sequence, Column at, Stamp stamp) {
        return new Column[] {
            sequence.as(SEQUENCE),
            at.as(AT),
            lit(stamp.run()).as("run"),
            lit(stamp.generation()).as("generation"),
            current_timestamp().as(RECORDED)
        };
    }

    private static Column[] with(Column[] first, Column... rest) {
        List<Column> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(rest));
        return all.toArray(Column[]::new);
    }
}
