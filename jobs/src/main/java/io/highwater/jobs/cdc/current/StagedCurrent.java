package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.spark.KeptRows;
import io.highwater.common.target.Names;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.RowDigest;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import io.highwater.jobs.cdc.current.Resolution.Verdict;
import io.highwater.jobs.cdc.fold.KeyState;
import io.highwater.jobs.cdc.table.Conflict;
import io.highwater.jobs.cdc.table.DoubleKeys;
import io.highwater.jobs.cdc.table.Keys;
import io.highwater.jobs.cdc.table.StagedEvents;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What some events change in a table, decided and written, not yet visible. Ends published or discarded. */
public final class StagedCurrent implements StagedEvents {
    private static final String SAME = "hw_same";
    private static final String CONTRADICTS = "hw_contradicts";

    private final CurrentTable table;
    private final StagedRewrite rewrite;
    private final Optional<StagedRewrite.Stored> stored;
    private final Resolution resolution;
    private final Dataset<Row> resolved;
    private Row counts;
    private long same;

    StagedCurrent(
            CurrentTable table, StagedRewrite rewrite, Optional<StagedRewrite.Stored> stored, Dataset<Row> resolved) {
        this.table = table;
        this.rewrite = rewrite;
        this.stored = stored;
        this.resolution = new Resolution(table.bookkeeping());
        this.resolved = KeptRows.of(resolved);
    }

    /** @param most how many pairs there are if the table has no key twice */
    StagedCurrent decided(long most) {
        counts = resolved.agg(
                        count(lit(1)).as("all"),
                        counted(is(Verdict.WHOLE, Verdict.MIXED), known().equalTo(lit(false)), "inserted"),
                        counted(is(Verdict.WHOLE, Verdict.MIXED, Verdict.TIED), known(), "updated"),
                        counted(is(Verdict.REMOVED), known(), "removed"),
                        counted(forgettable(), lit(true), "forgettable"),
                        counted(is(Verdict.WHOLE, Verdict.MIXED), Resolution.lacksValues(), "lacking"),
                        min(when(col(KeyState.CONFLICT), struct(Keys.columns(table.key()))))
                                .as("conflict"),
                        counted(is(Verdict.MIXED, Verdict.TIED), known(), "mixed"),
                        collect_set(when(is(Verdict.MIXED, Verdict.TIED), col(StagedRewrite.FILE)))
                                .as("files"))
                .head();
        if (number("all") > most) {
            throw DoubleKeys.refused(table.target().address(), table.key(), resolved);
        }
        if (!counts.isNullAt(counts.fieldIndex("conflict"))) {
            throw Conflict.refused(
                    table.target().address(), table.key(), counts.getStruct(counts.fieldIndex("conflict")));
        }
        Dataset<Row> rows = number("mixed") == 0
                ? resolved.withColumn(Resolution.CONTENT, lit(null).cast(table.columns()))
                        .withColumn(SAME, lit(false))
                : withContent().localCheckpoint(false);
        if (number("mixed") > 0) {
            Row found = rows.agg(count_if(col(SAME)), min(when(col(CONTRADICTS), struct(Keys.columns(table.key())))))
                    .head();
            if (!found.isNullAt(1)) {
                throw Conflict.refused(table.target().address(), table.key(), found.getStruct(1));
            }
            same = found.getLong(0);
        }
        Dataset<Row> changed = rows.filter(
                is(Verdict.WHOLE, Verdict.MIXED, Verdict.TIED).and(col(SAME).equalTo(lit(false))));
        if (written() > 0 || rewrite.basis() < 0) {
            rewrite.write(
                    changed.select(CurrentTable.columns(resolution.row(table.columns(), table.key()))), written());
        }
        if (number("updated") + number("removed") - same > 0) {
            Column replaced = is(Verdict.WHOLE, Verdict.MIXED, Verdict.TIED, Verdict.REMOVED)
                    .and(known())
                    .and(col(SAME).equalTo(lit(false)));
            var unused = rewrite.remove(rows.filter(replaced));
        }
        return this;
    }

    /** Rows with what the stored ones hold, where that is needed, and whether they would be the same again. */
    private Dataset<Row> withContent() {
        Dataset<Row> stores = stored.orElseThrow().rows(counts.getList(counts.fieldIndex("files")));
        List<Column> present = Arrays.stream(table.columns().fields())
                .map(field -> present(stores, field))
                .toList();
        Dataset<Row> wanted = resolved.filter(is(Verdict.MIXED, Verdict.TIED))
                .select(
                        col(StagedRewrite.FILE).as("hw_f"),
                        col(StagedRewrite.ROW).as("hw_r"));
        Dataset<Row> contents = stores.join(
                        broadcast(wanted),
                        col(StagedRewrite.FILE)
                                .equalTo(col("hw_f"))
                                .and(col(StagedRewrite.ROW).equalTo(col("hw_r"))))
                .select(
                        col("hw_f"),
                        col("hw_r"),
                        struct(CurrentTable.columns(present)).as(Resolution.CONTENT));
        Dataset<Row> rows = resolved.join(
                contents,
                resolved.col(StagedRewrite.FILE)
                        .equalTo(contents.col("hw_f"))
                        .and(resolved.col(StagedRewrite.ROW).equalTo(contents.col("hw_r"))),
                "left_outer");
        return rows.withColumn(SAME, is(Verdict.TIED).and(isTheSame()))
                .withColumn(
                        CONTRADICTS,
                        is(Verdict.MIXED, Verdict.TIED).and(resolution.contradicts(common(stores), table.later())));
    }

    /** The columns that rows had before and have after. */
    private StructType common(Dataset<Row> stores) {
        return new StructType(Arrays.stream(table.columns().fields())
                .filter(field -> Arrays.stream(stores.columns()).anyMatch(field.name()::equalsIgnoreCase))
                .toArray(StructField[]::new));
    }

    private static Column present(Dataset<Row> stores, StructField field) {
        boolean there = Arrays.stream(stores.columns()).anyMatch(field.name()::equalsIgnoreCase);
        Column value = there ? col(Names.quoted(field.name())) : lit(null);
        return value.cast(field.dataType()).as(field.name());
    }

    /** Digests, because Spark compares no maps. */
    private Column isTheSame() {
        List<Column> row = resolution
                .row(table.columns(), table.key())
                .subList(0, table.columns().size());
        Column fresh = RowDigest.of(struct(CurrentTable.columns(row)), table.columns());
        return fresh.equalTo(RowDigest.of(col(Resolution.CONTENT), table.columns()));
    }

    @Override
    public String summary() {
        Upsert upsert = upsert();
        return String.format(
                "%,d inserted, %,d updated, %,d deleted, %,d that changed nothing",
                upsert.inserted(), upsert.updated(), upsert.deleted(), upsert.unchanged());
    }

    /** Rows in the commit with columns for which no event had a value so far. */
    @Override
    public List<String> notes() {
        return number("lacking") == 0
                ? List.of()
                : List.of(String.format(
                        "%,d rows have columns that are NULL because no event had their value so far; _fold names them",
                        number("lacking")));
    }

    /** What became of it, for the table's history. */
    private Upsert upsert() {
        long updated = number("updated") - same;
        return new Upsert(
                stored.isPresent() ? Upsert.Path.MERGE : Upsert.Path.APPEND,
                number("inserted"),
                updated,
                0,
                number("all") - number("inserted") - updated - number("removed"),
                number("removed"));
    }

    @Override
    public long written() {
        return number("inserted") + number("updated") - same;
    }

    @Override
    public long bytes() {
        return rewrite.bytes();
    }

    @Override
    public OptionalLong publish(Stamp stamp) {
        if (number("forgettable") > 0) {
            table.tombstones()
                    .remember(
                            resolved.filter(forgettable()),
                            number("forgettable"),
                            col(Resolution.LAST_DELETE),
                            col(Resolution.LAST_DELETE_AT),
                            stamp);
        }
        Stamp told = stamp.with(table.tombstones().all().facts());
        OptionalLong version = rewrite.publish(
                new VersionedKey(table.key(), Bookkeeping.SEQUENCE, NullKeys.NEVER_MATCH), upsert(), told);
        return version.isPresent() || table.tombstones().all().areToldBy(table.target())
                ? version
                : OptionalLong.of(table.target().mark(told));
    }

    /**
     * Deletions that were told by events and are later than what is remembered already: of rows that there will not be, and of
     * those whose columns they left empty, so that a value of the same sequence is known to be none that contradicts.
     */
    private Column forgettable() {
        if (table.bookkeeping().soft().isPresent()) {
            return lit(false);
        }
        Column told = col(KeyState.DELETED).eqNullSafe(col(Resolution.LAST_DELETE));
        Column remembered = col(Resolution.REMEMBERED + KeyState.DELETED).eqNullSafe(col(Resolution.LAST_DELETE));
        return col(Resolution.GONE).or(Resolution.emptiedByDeletion()).and(told).and(remembered.equalTo(lit(false)));
    }

    private static Column counted(Column one, Column other, String name) {
        return count_if(one.and(other)).as(name);
    }

    private static Column known() {
        return col(Resolution.KNOWN);
    }

    private static Column is(Verdict... verdicts) {
        return col(Resolution.VERDICT)
                .isin(Arrays.stream(verdicts).map(Verdict::ordinal).toArray());
    }

    private long number(String name) {
        return counts.getLong(counts.fieldIndex(name));
    }
}
