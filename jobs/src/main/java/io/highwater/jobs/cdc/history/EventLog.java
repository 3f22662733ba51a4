package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.jobs.cdc.format.Events;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Every event of a table with history, because one that comes late may change any period: Delta tables beside the state,
 * written before the periods are. One event too many does no harm, because it tells of what did happen.
 */
public final class EventLog {
    private static final Layout LAYOUT = new Layout(List.of(), List.of(), Optional.empty(), Map.of());

    private final String path;
    private final DeltaTarget events;
    private final DeltaTarget truncations;

    /** @param path where it is kept, for one table */
    public EventLog(SparkSession spark, String path) {
        this.path = path;
        this.events = DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/events"));
        this.truncations = DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/truncations"));
    }

    /** Where it is kept. */
    public String path() {
        return path;
    }

    /** Whether nothing was ever remembered. */
    public boolean isNew() {
        return events.live().isEmpty() && truncations.live().isEmpty();
    }

    /** The tables that there are. */
    public List<DeltaTarget> tables() {
        return Stream.of(events, truncations)
                .filter(table -> table.live().isPresent())
                .toList();
    }

    /**
     * The remembered events of some keys, as {@link FlatEvents}.
     *
     * @param keys rows with the key's columns
     * @param count how many
     */
    Optional<Dataset<Row>> of(Dataset<Row> keys, long count, FlatEvents flat) {
        if (events.live().isEmpty()) {
            return Optional.empty();
        }
        StagedRewrite.Stored stored = new Staging(events, LAYOUT, flat.key())
                .rewrite(SchemaFit.fresh(schema(events)))
                .stored(keys, flat.key(), count);
        return stored.canExist()
                ? Optional.of(among(flat.restored(stored.rows()), keys, count, flat))
                : Optional.empty();
    }

    /** All remembered events. */
    Optional<Dataset<Row>> all(FlatEvents flat) {
        return events.live().map(live -> flat.restored(events.rowsAt(live.version())));
    }

    /** All remembered truncations: {@link Events#SEQUENCE} and {@link Events#AT}. */
    Optional<Dataset<Row>> truncations(FlatEvents flat) {
        return truncations
                .live()
                .map(live -> truncations
                        .rowsAt(live.version())
                        .select(col(Events.SEQUENCE).cast(flat.sequence()).as(Events.SEQUENCE), col(Events.AT)));
    }

    /** Some rows, for a join with many. */
    static Dataset<Row> among(Dataset<Row> rows, Dataset<Row> keys, long count, FlatEvents flat) {
        Dataset<Row> wanted = keys.select(flat.keyColumns());
        Column same = lit(true);
        for (String name : flat.key()) {
            same = same.and(rows.col(FlatEvents.quoted(name)).equalTo(wanted.col(FlatEvents.quoted(name))));
        }
        return rows.join(count <= HistoryTable.BROADCAST ? broadcast(wanted) : wanted, same, "left_semi");
    }

    /** Remembers events. */
    void remember(Dataset<Row> fresh, FlatEvents flat, Stamp stamp) {
        Column[] all = Arrays.stream(flat.schema().fieldNames())
                .map(name -> col(FlatEvents.quoted(name)))
                .toArray(Column[]::new);
        add(events, flat.key(), fresh.select(all), stamp);
    }

    /** Remembers truncations: {@link Events#SEQUENCE} and {@link Events#AT}. */
    void rememberTruncations(Dataset<Row> fresh, Stamp stamp) {
        add(truncations, List.of(), fresh, stamp);
    }

    private static void add(DeltaTarget table, List<String> sought, Dataset<Row> rows, Stamp stamp) {
        if (table.generationOf(stamp.job())
                .filter(done -> done >= stamp.generation())
                .isPresent()) {
            return;
        }
        var unused = new Staging(table, LAYOUT, sought)
                .addition(rows.coalesce(1), fit(rows.schema(), table))
                .publish(stamp);
    }

    private static SchemaFit fit(StructType rows, DeltaTarget table) {
        return table.live().isEmpty() ? SchemaFit.fresh(rows) : SchemaFit.of(rows, schema(table), SchemaPolicy.ADD);
    }

    private static StructType schema(DeltaTarget table) {
        return table.live().orElseThrow().schema();
    }
}
