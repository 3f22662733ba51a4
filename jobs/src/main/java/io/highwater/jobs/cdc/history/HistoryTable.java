package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.spark.KeptRows;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.table.EventTable;
import io.highwater.jobs.cdc.table.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that holds one row for each period in which a key's row was the same. The periods of a key follow from all its events
 * together, whenever each of them came: events that come in are put among the remembered ones, and where the periods that
 * follow are not those of the table, the table's are replaced.
 *
 * @param target the table
 * @param layout how it is laid out if it is new
 * @param columns its columns that come from the source, as they are after the load
 * @param fit how they become the table's
 * @param key the columns of its key
 * @param tracked the columns of which a change begins a new period; all if empty
 * @param own what else it has
 * @param log all its events
 */
public record HistoryTable(
        DeltaTarget target,
        Layout layout,
        StructType columns,
        SchemaFit fit,
        List<String> key,
        List<String> tracked,
        PeriodColumns own,
        EventLog log)
        implements EventTable {
    /** STRUCT: the row that the table should have; NULL if it should have none. */
    static final String SHOULD = "hw_should";

    private static final String WHICH = "hw_which";
    private static final String DIGEST = "hw_digest";
    private static final String STORED_WHICH = "hw_stored_which";
    private static final String STORED_DIGEST = "hw_stored_digest";

    @Override
    public StagedHistory stage(Dataset<Row> events, Content content, Stamp stamp) {
        FlatEvents flat = new FlatEvents(columns, key, own.sequence());
        Periods periods = new Periods(flat, tracked, own);
        Dataset<Row> rows = flat.of(events.filter(col(Events.OP).notEqual(Events.TRUNCATE)));
        Optional<Dataset<Row>> truncations = content.truncations() == 0
                ? Optional.empty()
                : Optional.of(events.filter(col(Events.OP).equalTo(Events.TRUNCATE))
                        .select(Events.SEQUENCE, Events.AT)
                        .distinct());
        boolean all = truncations.isPresent();
        Dataset<Row> ordered = KeptRows.of(periods.ordered(touched(rows, content.rows(), truncations, periods)));
        Dataset<Row> should = periods.of(ordered);
        StagedRewrite rewrite = new Staging(target, layout, key).rewrite(own.onto(fit, table()));
        Optional<StagedRewrite.Stored> stored = rewrite.basis() < 0
                ? Optional.empty()
                : Optional.of(all ? rewrite.everything() : rewrite.stored(rows, key, content.rows()))
                        .filter(StagedRewrite.Stored::canExist);
        Dataset<Row> differences = stored.isEmpty()
                ? unmet(should)
                : differences(
                        should,
                        all ? stored.get().rows() : Keys.among(stored.get().rows(), rows, key, content.rows()));
        return new StagedHistory(this, flat, rewrite, ordered, truncations, differences).decided(content.rows());
    }

    /** All events of the keys that are concerned. */
    private Dataset<Row> touched(Dataset<Row> rows, long count, Optional<Dataset<Row>> truncations, Periods periods) {
        FlatEvents flat = periods.flat();
        Optional<Dataset<Row>> remembered = truncations.isPresent() ? log.all(flat) : log.of(rows, count, flat);
        Dataset<Row> fresh = rows.withColumn(Periods.FRESH, lit(true));
        Dataset<Row> together = remembered
                .map(old -> old.withColumn(Periods.FRESH, lit(false)).unionByName(fresh))
                .orElse(fresh);
        Optional<Dataset<Row>> known = log.truncations(flat);
        Optional<Dataset<Row>> every = truncations
                .map(some -> known.map(some::unionByName).orElse(some))
                .or(() -> known);
        return every.map(some -> periods.truncated(together, some)).orElse(together);
    }

    private Dataset<Row> unmet(Dataset<Row> should) {
        return should.select(
                struct(all(should)).as(SHOULD),
                lit(null).cast("string").as(StagedRewrite.FILE),
                lit(null).cast("long").as(StagedRewrite.ROW));
    }

    /** What the table should have and does not, beside what it has and should not. */
    private Dataset<Row> differences(Dataset<Row> should, Dataset<Row> stored) {
        StructType row = row();
        Dataset<Row> one = should.select(
                which().as(WHICH),
                struct(all(should)).as(SHOULD),
                digest(should, row).as(DIGEST));
        Dataset<Row> other = stored.select(
                which().as(STORED_WHICH),
                digest(stored, row).as(STORED_DIGEST),
                col(StagedRewrite.FILE),
                col(StagedRewrite.ROW));
        return one.join(other, col(WHICH).equalTo(col(STORED_WHICH)), "full_outer")
                .filter(coalesce(col(DIGEST).notEqual(col(STORED_DIGEST)), lit(true)))
                .select(SHOULD, StagedRewrite.FILE, StagedRewrite.ROW);
    }

    /** One row of the table, from the source and our own. */
    private StructType row() {
        StructType row = columns;
        for (StructField field : own.fields().fields()) {
            row = row.add(field);
        }
        return row;
    }

    private Column which() {
        List<Column> which = new ArrayList<>();
        key.forEach(name -> which.add(col(Names.quoted(name))));
        which.add(col(Names.quoted(own.from())));
        return struct(FlatEvents.columns(which));
    }

    private static Column digest(Dataset<Row> rows, StructType type) {
        List<String> there = Arrays.asList(rows.columns());
        Column[] values = Arrays.stream(type.fields())
                .map(field -> (there.contains(field.name()) ? col(Names.quoted(field.name())) : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new);
        return RowDigest.of(struct(values), type);
    }

    private static Column[] all(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .map(name -> col(Names.quoted(name)))
                .toArray(Column[]::new);
    }

    private StructType table() {
        return target.live().map(DeltaTarget.Live::schema).orElseGet(StructType::new);
    }
}
