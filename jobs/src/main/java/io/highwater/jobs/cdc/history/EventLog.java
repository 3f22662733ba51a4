package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.error.UserException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.table.Keys;
import io.highwater.jobs.cdc.table.SideTable;
import io.highwater.jobs.cdc.table.SideTables;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every event of a table with history, because one that comes late may change any period. One too many does no harm, because
 * it tells of what did happen.
 */
public final class EventLog {
    private final SideTable events;
    private final SideTable truncations;
    private final SideTables all;

    /**
     * @param tables opens the table at a path
     * @param path where it is kept, for one table
     * @param key the columns of the table's key
     */
    public EventLog(Function<String, DeltaTarget> tables, String path, List<String> key) {
        this.events = new SideTable(tables.apply(path + "/events"), key, List.of());
        this.truncations = new SideTable(tables.apply(path + "/truncations"), List.of(), List.of());
        this.all = new SideTables(Stamp.EVENTS, path, Map.of("events", events, "truncations", truncations));
    }

    /** Its tables. */
    public SideTables all() {
        return all;
    }

    /**
     * To be called before events are merged: periods would be made of those that are left.
     *
     * @param told what the target's last merge says
     * @throws UserException if events that were remembered then are not there
     */
    public void refuseLost(Map<String, String> told, DeltaTarget target) {
        all.refuseLost(
                told,
                target.address(),
                "events that its periods follow from",
                "Periods would be made of those that are left.");
        if (all.present().isEmpty()
                && target.live().filter(live -> live.files() > 0).isPresent()) {
            throw SideTables.lost(
                    target.address(),
                    "it has rows, and the events that they follow from are not in " + all.path()
                            + ", where this job remembers them.");
        }
    }

    /**
     * The remembered events of some keys, as {@link FlatEvents}.
     *
     * @param keys rows with the key's columns
     * @param count how many
     */
    Optional<Dataset<Row>> of(Dataset<Row> keys, long count, FlatEvents flat) {
        return events.of(keys, count).map(flat::restored);
    }

    /** All remembered events. */
    Optional<Dataset<Row>> all(FlatEvents flat) {
        return events.rows().map(flat::restored);
    }

    /** All remembered truncations: {@link Events#SEQUENCE} and {@link Events#AT}. */
    Optional<Dataset<Row>> truncations(FlatEvents flat) {
        return truncations
                .rows()
                .map(rows ->
                        rows.select(col(Events.SEQUENCE).cast(flat.sequence()).as(Events.SEQUENCE), col(Events.AT)));
    }

    /** Remembers events. */
    void remember(Dataset<Row> fresh, long count, FlatEvents flat, Stamp stamp) {
        events.add(fresh.select(Keys.columns(Arrays.asList(flat.schema().fieldNames()))), count, stamp);
    }

    /** Remembers truncations: {@link Events#SEQUENCE} and {@link Events#AT}. */
    void rememberTruncations(Dataset<Row> fresh, Stamp stamp) {
        truncations.add(fresh, 1, stamp);
    }
}
