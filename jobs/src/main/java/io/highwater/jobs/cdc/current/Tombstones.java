package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import io.highwater.jobs.cdc.fold.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Deletions that must not be forgotten although nothing in the table shows them any more: Delta tables beside the state,
 * written before the rows go. One too many does no harm, because it tells of an event that did happen.
 */
public final class Tombstones {
    private static final Layout LAYOUT = new Layout(List.of(), List.of(), Optional.empty(), Map.of());
    private static final String SEQUENCE = "sequence";
    private static final String AT = "deleted_at";
    private static final String RECORDED = "recorded_at";

    private final List<String> key;
    private final DeltaTarget keys;
    private final DeltaTarget truncations;

    /**
     * @param path where they are kept, for one table
     * @param key the columns of the table's key
     */
    public Tombstones(SparkSession spark, String path, List<String> key) {
        this.key = List.copyOf(key);
        this.keys = DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/keys"));
        this.truncations = DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/truncations"));
    }

    /**
     * The last remembered deletion of each of some keys.
     *
     * @param wanted rows with the key's columns
     * @param count how many
     * @return the key's columns, {@link KeyState#DELETED} and {@link KeyState#DELETED_AT}; empty if there is none at all
     */
    Optional<Dataset<Row>> of(Dataset<Row> wanted, long count) {
        if (keys.live().isEmpty()) {
            return Optional.empty();
        }
        StagedRewrite.Stored stored = new Staging(keys, LAYOUT, key)
                .rewrite(SchemaFit.fresh(keys.live().orElseThrow().schema()))
                .stored(wanted, key, count);
        if (!stored.canExist()) {
            return Optional.empty();
        }
        Column last = max(struct(col(SEQUENCE), col(AT)));
        return Optional.of(stored.rows()
                .join(CurrentTable.small(wanted.select(names()), count), scalaKey())
                .groupBy(names())
                .agg(last.as("last"))
                .select(with(
                        names(),
                        col("last").getField(SEQUENCE).as(KeyState.DELETED),
                        col("last").getField(AT).as(KeyState.DELETED_AT))));
    }

    /** Whether there was a truncation at all. */
    boolean knowsTruncations() {
        return truncations.live().isPresent();
    }

    /** The last truncation, one row with {@link KeyState#DELETED} and {@link KeyState#DELETED_AT}. */
    Dataset<Row> truncation(DataType sequence) {
        return truncations
                .rowsAt(truncations.live().orElseThrow().version())
                .agg(max(struct(col(SEQUENCE), col(AT))).as("last"))
                .select(
                        col("last").getField(SEQUENCE).cast(sequence).as(KeyState.DELETED),
                        col("last").getField(AT).as(KeyState.DELETED_AT));
    }

    /** Remembers deletions of keys: the key's columns, a sequence and a moment. */
    void remember(Dataset<Row> deleted, Column sequence, Column at, Stamp stamp) {
        add(keys, key, deleted.select(with(names(), bookkeeping(sequence, at, stamp))), stamp);
    }

    /** Remembers a truncation: one row with a sequence and a moment. */
    public void rememberTruncation(Dataset<Row> truncation, Column sequence, Column at, Stamp stamp) {
        add(truncations, List.of(), truncation.select(bookkeeping(sequence, at, stamp)), stamp);
    }

    /** The tables that there are. */
    public List<DeltaTarget> tables() {
        return Stream.of(keys, truncations)
                .filter(table -> table.live().isPresent())
                .toList();
    }

    /**
     * What was remembered before a moment, to be forgotten when it is published. An event that is older than a deletion and
     * comes after that was forgotten brings the row back.
     *
     * @param table one of {@link #tables()}
     * @return empty if there is nothing so old
     */
    public static Optional<Forgetting> before(Instant moment, DeltaTarget table) {
        Column old = col(RECORDED).lt(lit(moment));
        StagedRewrite rewrite = staging(table, List.of())
                .rewrite(SchemaFit.fresh(table.live().orElseThrow().schema()));
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

    private static Staging staging(DeltaTarget table, List<String> sought) {
        List<String> all = new ArrayList<>(sought);
        all.add(RECORDED);
        return new Staging(table, LAYOUT, all);
    }

    private static void add(DeltaTarget table, List<String> sought, Dataset<Row> rows, Stamp stamp) {
        if (table.generationOf(stamp.job())
                .filter(done -> done >= stamp.generation())
                .isPresent()) {
            return;
        }
        StructType schema = rows.schema();
        var unused = staging(table, sought)
                .addition(rows.coalesce(1), SchemaFit.fresh(schema))
                .publish(stamp);
    }

    private Column[] names() {
        return key.stream().map(name -> col(Resolution.quoted(name))).toArray(Column[]::new);
    }

    private scala.collection.immutable.Seq<String> scalaKey() {
        return scala.jdk.javaapi.CollectionConverters.asScala(key).toSeq();
    }

    private static Column[] with(Column[] first, Column... rest) {
        List<Column> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(rest));
        return all.toArray(Column[]::new);
    }
}
