package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.spark.KeptRows;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import io.highwater.jobs.cdc.table.Conflict;
import io.highwater.jobs.cdc.table.StagedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What some events change in a table with history. */
public final class StagedHistory implements StagedEvents {
    private final HistoryTable table;
    private final FlatEvents flat;
    private final StagedRewrite rewrite;
    private final Dataset<Row> ordered;
    private final Optional<Dataset<Row>> truncations;
    private final Dataset<Row> differences;
    private long fresh;
    private long known;
    private long begun;
    private long changed;
    private long gone;

    StagedHistory(
            HistoryTable table,
            FlatEvents flat,
            StagedRewrite rewrite,
            Dataset<Row> ordered,
            Optional<Dataset<Row>> truncations,
            Dataset<Row> differences) {
        this.table = table;
        this.flat = flat;
        this.rewrite = rewrite;
        this.ordered = ordered;
        this.truncations = truncations;
        this.differences = KeptRows.of(differences);
    }

    StagedHistory decided(long events) {
        Row found = ordered.agg(count_if(isFresh()), count_if(col(Periods.COMPLETES)))
                .head();
        if (found.getLong(1) > 0) {
            Contradiction.keyOf(Periods.sharing(ordered), flat).ifPresent(key -> {
                throw Conflict.refused(table.target().address(), table.key(), key);
            });
        }
        fresh = found.getLong(0);
        known = events - fresh;
        Column wanted = col(HistoryTable.SHOULD).isNotNull();
        Column stored = col(StagedRewrite.FILE).isNotNull();
        Row counts = differences
                .agg(
                        count_if(wanted.and(stored.equalTo(lit(false)))),
                        count_if(wanted.and(stored)),
                        count_if(stored.and(wanted.equalTo(lit(false)))))
                .head();
        begun = counts.getLong(0);
        changed = counts.getLong(1);
        gone = counts.getLong(2);
        if (written() > 0 || rewrite.basis() < 0) {
            rewrite.write(differences.filter(wanted).select(col(HistoryTable.SHOULD + ".*")), written());
        }
        if (changed + gone > 0) {
            var unused = rewrite.remove(differences.filter(stored));
        }
        return this;
    }

    private static Column isFresh() {
        return col(Periods.FRESH).and(col(Periods.DUPLICATE).equalTo(lit(false)));
    }

    @Override
    public String summary() {
        return String.format(
                "%,d periods begun, %,d changed, %,d taken back; %,d events were known", begun, changed, gone, known);
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public long written() {
        return begun + changed;
    }

    @Override
    public long bytes() {
        return rewrite.bytes();
    }

    @Override
    public OptionalLong publish(Stamp stamp) {
        truncations.ifPresent(some -> table.log().rememberTruncations(some, stamp));
        if (fresh > 0) {
            table.log().remember(ordered.filter(isFresh()), fresh, flat, stamp);
        }
        List<String> which = new ArrayList<>(table.key());
        which.add(table.own().from());
        Stamp told = stamp.with(table.log().all().facts());
        OptionalLong version = rewrite.publish(
                new VersionedKey(which, table.own().from(), NullKeys.NEVER_MATCH),
                new Upsert(changed + gone > 0 ? Upsert.Path.MERGE : Upsert.Path.APPEND, begun, changed, 0, known, gone),
                told);
        return version.isPresent() || table.log().all().areToldBy(table.target())
                ? version
                : OptionalLong.of(table.target().mark(told));
    }
}
