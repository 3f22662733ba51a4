package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.spark.KeptRows;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.Names;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.fold.Fold;
import io.highwater.jobs.cdc.fold.KeyState;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.table.EventTable;
import io.highwater.jobs.cdc.table.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that holds one row for each key, as it is now. Events come in as {@link KeyState}s; a row is only ever changed by a
 * state that is later than its own, or that fills in columns that the row had no value for yet.
 *
 * @param target the table
 * @param layout how it is laid out if it is new
 * @param columns its columns that come from the source, as they are after the load
 * @param fit how they become the table's
 * @param key the columns of its key
 * @param bookkeeping what else it has
 * @param tombstones deletions that it does not show
 * @param later those of its columns in which a row's NULL may be no value of its event
 */
public record CurrentTable(
        DeltaTarget target,
        Layout layout,
        StructType columns,
        SchemaFit fit,
        List<String> key,
        Bookkeeping bookkeeping,
        Tombstones tombstones,
        Set<String> later)
        implements EventTable {
    private static final String WANTED = "hw_wanted_";

    /** A truncation is remembered before anything else. */
    @Override
    public StagedCurrent stage(Dataset<Row> events, Content content, Stamp stamp) {
        Scope scope = content.truncations() > 0 ? truncated(events, stamp) : Scope.KEYS;
        Dataset<Row> states = KeptRows.of(new Fold(key, columns, content.partial())
                .of(events.filter(col(Events.OP).notEqual(Events.TRUNCATE))));
        StructType table = target.live().map(DeltaTarget.Live::schema).orElseGet(StructType::new);
        StagedRewrite rewrite = new Staging(target, layout, key).rewrite(bookkeeping.onto(fit, table));
        Optional<StagedRewrite.Stored> stored = stored(rewrite, states, content.rows(), scope);
        Dataset<Row> pairs = paired(states, content.rows(), scope, stored, table);
        // Without a truncation each state has at most the one row of its key.
        long most = scope == Scope.KEYS && stored.isPresent() ? states.count() : Long.MAX_VALUE;
        return new StagedCurrent(this, rewrite, stored, new Resolution(bookkeeping).of(pairs)).decided(most);
    }

    /** A truncation that comes once more may have been remembered by a run that died before it emptied the table. */
    private Scope truncated(Dataset<Row> events, Stamp stamp) {
        Dataset<Row> last = events.filter(col(Events.OP).equalTo(Events.TRUNCATE))
                .agg(max(struct(
                                col(Events.SEQUENCE).as("sequence"),
                                col(Events.AT).as("at")))
                        .as("last"))
                .select(
                        col("last").getField("sequence").as("sequence"),
                        col("last").getField("at").as("at"));
        boolean late = tombstones.knowsTruncations()
                && last.crossJoin(tombstones.truncation(sequence()))
                        .select(coalesce(col("sequence").lt(col(KeyState.DELETED)), lit(false)))
                        .head()
                        .getBoolean(0);
        if (late) {
            return Scope.KEYS;
        }
        tombstones.rememberTruncation(last, col("sequence"), col("at"), stamp);
        return Scope.EVERYTHING;
    }

    /** Which rows of the table events can change. */
    private enum Scope {
        /** Those with the same keys. */
        KEYS,
        /** All of them, because the source's table was emptied. */
        EVERYTHING
    }

    private Optional<StagedRewrite.Stored> stored(StagedRewrite rewrite, Dataset<Row> states, long count, Scope scope) {
        if (rewrite.basis() < 0) {
            return Optional.empty();
        }
        StagedRewrite.Stored stored =
                scope == Scope.EVERYTHING ? rewrite.everything() : rewrite.stored(states, key, count);
        return Optional.of(stored).filter(StagedRewrite.Stored::canExist);
    }

    private Dataset<Row> paired(
            Dataset<Row> states, long count, Scope scope, Optional<StagedRewrite.Stored> stored, StructType table) {
        Dataset<Row> pairs = states;
        List<Column> columns = new ArrayList<>();
        key.forEach(name -> columns.add(col(Names.quoted(name))));
        if (stored.isPresent()) {
            Dataset<Row> found = found(states, count, scope, stored.get(), table);
            pairs = states.join(found, isOf(found, states), scope == Scope.EVERYTHING ? "full_outer" : "left_outer");
            columns.clear();
            for (int i = 0; i < key.size(); i++) {
                String name = key.get(i);
                columns.add(coalesce(col(Names.quoted(name)), col(Resolution.STORED + "key_" + i))
                        .as(name));
            }
        }
        Optional<Dataset<Row>> remembered = bookkeeping.soft().isPresent()
                ? Optional.empty()
                : tombstones.of(states, count).map(rows -> prefixed(rows, Resolution.REMEMBERED));
        if (remembered.isPresent()) {
            pairs = pairs.join(remembered.get(), isRemembered(states), "left_outer");
        }
        if (tombstones.knowsTruncations()) {
            pairs = pairs.crossJoin(broadcast(prefixed(tombstones.truncation(sequence()), Resolution.TRUNCATED)));
        }
        columns.addAll(known(pairs));
        return pairs.select(columns(columns));
    }

    private Dataset<Row> found(
            Dataset<Row> states, long count, Scope scope, StagedRewrite.Stored stored, StructType table) {
        Dataset<Row> narrow = stored.rows().select(columns(new Resolution(bookkeeping).stored(table, key)));
        return scope == Scope.EVERYTHING
                ? narrow
                : narrow.join(Keys.small(wanted(states), count), sameKey(Resolution.STORED + "key_", WANTED));
    }

    /** Everything there is to know of a pair, NULL where nothing was found. */
    private List<Column> known(Dataset<Row> pairs) {
        List<String> there = Arrays.asList(pairs.columns());
        List<Column> known = new ArrayList<>();
        for (StructField field : KeyState.of(columns, sequence()).fields()) {
            known.add(col(field.name()));
        }
        for (String side : List.of(Resolution.STORED, Resolution.REMEMBERED, Resolution.TRUNCATED)) {
            for (StructField field : KeyState.summary(sequence()).fields()) {
                String name = side + field.name();
                known.add((there.contains(name) ? col(name) : lit(null))
                        .cast(field.dataType())
                        .as(name));
            }
        }
        boolean stored = there.contains(StagedRewrite.FILE);
        known.add((stored ? col(StagedRewrite.FILE) : lit(null)).cast("string").as(StagedRewrite.FILE));
        known.add((stored ? col(StagedRewrite.ROW) : lit(null)).cast("long").as(StagedRewrite.ROW));
        return known;
    }

    private Column isOf(Dataset<Row> found, Dataset<Row> states) {
        Column same = lit(true);
        for (int i = 0; i < key.size(); i++) {
            same = same.and(states.col(Names.quoted(key.get(i))).equalTo(found.col(Resolution.STORED + "key_" + i)));
        }
        return same;
    }

    private Column isRemembered(Dataset<Row> states) {
        Column same = lit(true);
        for (String name : key) {
            same = same.and(states.col(Names.quoted(name)).equalTo(col(Names.quoted(Resolution.REMEMBERED + name))));
        }
        return same;
    }

    private Dataset<Row> wanted(Dataset<Row> states) {
        return states.select(key.stream()
                .map(name -> col(Names.quoted(name)).as(WANTED + key.indexOf(name)))
                .toArray(Column[]::new));
    }

    private Column sameKey(String one, String other) {
        Column same = lit(true);
        for (int i = 0; i < key.size(); i++) {
            same = same.and(col(one + i).equalTo(col(other + i)));
        }
        return same;
    }

    private static Dataset<Row> prefixed(Dataset<Row> rows, String prefix) {
        return rows.select(Arrays.stream(rows.columns())
                .map(name -> col(Names.quoted(name)).as(prefix + name))
                .toArray(Column[]::new));
    }

    static Column[] columns(List<Column> columns) {
        return columns.toArray(Column[]::new);
    }

    private DataType sequence() {
        return bookkeeping.sequence();
    }
}
