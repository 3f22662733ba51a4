package io.highwater.jobs.cdc;

import io.highwater.common.quality.DeleteGuard;
import io.highwater.common.quality.KeyUniqueness;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowGuards;
import io.highwater.common.source.Reading;
import io.highwater.common.target.StampedCommit;
import io.highwater.jobs.cdc.snapshot.Comparison;
import io.highwater.jobs.cdc.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A snapshot, of which only what differs from the table becomes events, and only if guards agree. */
final class SnapshotDelivery implements Delivery {
    private final Snapshot snapshot;
    private final Reading reading;
    private final DeleteGuard guard;
    private final Map<String, String> facts;
    private long rows;

    SnapshotDelivery(Snapshot snapshot, Reading reading, DeleteGuard guard, Map<String, String> facts) {
        this.snapshot = snapshot;
        this.reading = reading;
        this.guard = guard;
        this.facts = facts;
    }

    @Override
    public String name() {
        return "snapshot " + snapshot.name();
    }

    @Override
    public Map<String, String> facts(Optional<StampedCommit> last) {
        return facts;
    }

    /** The watermark says so before a snapshot is opened. */
    @Override
    public boolean isIn(StampedCommit last) {
        return false;
    }

    @Override
    public Optional<Dataset<Row>> places() {
        return Optional.empty();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> typed, Table table) {
        Comparison.Result result = compared(typed, table);
        rows = result.figures().rows();
        judge(result, table);
        return result.events();
    }

    private Comparison.Result compared(Dataset<Row> typed, Table table) {
        try {
            return new Comparison(table.key(), table.columns(), snapshot.moment()).of(typed, table.rows());
        } catch (Exception failure) {
            throw reading.explain(failure);
        }
    }

    private void judge(Comparison.Result result, Table table) {
        List<Refusal> refusals = new ArrayList<>(RowGuards.judge(result.figures(), List.of()));
        result.repeated()
                .flatMap(some -> KeyUniqueness.refusal(some, table.key()))
                .ifPresent(refusals::add);
        boolean toldApart = refusals.isEmpty();
        if (toldApart) {
            refusals.addAll(guard.judge(result.gone(), result.live(), rows));
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(
                    "Refused to bring " + table.address() + " to " + name() + " of "
                            + reading.plan().source() + ".",
                    refusals,
                    "The table is as it was before this snapshot. If the snapshot is wrong or incomplete, see to it and run"
                            + " again."
                            + (toldApart
                                    ? " If the rows are gone for good, let one run delete them: --set"
                                            + " cdc.snapshots.max-delete=100%."
                                    : ""));
        }
    }

    @Override
    public long read(TableFacts none) {
        return rows;
    }

    @Override
    public String counted(TableFacts none) {
        return String.format("%s, %,d rows", name(), rows);
    }
}
