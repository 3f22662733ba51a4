package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.job.Unit;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.time.Window;
import io.highwater.jobs.backfill.BackfillSettings.Reprocess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run, planned: it is known which intervals are lacking, nothing is read. */
final class BackfillPlan implements Plan {
    private final Loading loading;
    private final Ledger ledger;
    private final BackfillProgress progress;
    private final Map<Window, List<Window>> lacking = new LinkedHashMap<>();

    BackfillPlan(Loading loading, Ledger ledger, BackfillProgress progress) {
        this.loading = loading;
        this.ledger = ledger;
        this.progress = progress;
        BackfillSettings settings = loading.settings();
        settings.unit()
                .cut(settings.range().from(), settings.range().through(), loading.type(), settings.zone())
                .forEach(interval -> lacking.put(interval, lackingOf(interval)));
    }

    @Override
    public List<String> description() {
        return new BackfillDescription(this).lines();
    }

    @Override
    public List<Unit> units(RunContext run) {
        SourceColumns.refuseUnfit(loading.fit(), loading.target().address(), "highwater.backfill.schema");
        refuseWithoutDates();
        return List.of(new BackfillRun(this, progress));
    }

    @Override
    public void close() {
        loading.changes().close();
    }

    Loading loading() {
        return loading;
    }

    Ledger ledger() {
        return ledger;
    }

    /** All intervals of the range, in order. */
    List<Window> intervals() {
        return List.copyOf(lacking.keySet());
    }

    /** What is to be loaded of one of them: nothing, all of it, or parts. */
    List<Window> lacking(Window interval) {
        return lacking.get(interval);
    }

    /** Those that are to be loaded, in order. One that an earlier run has loaded in part is here with its other part. */
    List<Window> lacking() {
        return lacking.values().stream().flatMap(List::stream).toList();
    }

    private List<Window> lackingOf(Window interval) {
        Reprocess reprocess = loading.settings().reprocess();
        return reprocess == Reprocess.ALL
                ? List.of(interval)
                : ledger.known()
                        .lacking(
                                interval,
                                record -> record.status() == IntervalStatus.SUCCESS
                                        || (reprocess == Reprocess.NONE && record.status() == IntervalStatus.FAILED));
    }

    private void refuseWithoutDates() {
        BackfillSettings settings = loading.settings();
        long without = loading.changes().withoutCursor();
        if (without > 0 && settings.onNull() == BackfillSettings.WithoutDate.FAIL) {
            throw new UserException(
                    ExitCode.REFUSED,
                    String.format(
                            "Refused to load %s: %,d rows of %s have no %s, so that no interval holds them. The table is as"
                                    + " it was. Fill the column in, or set highwater.backfill.on-null = exclude.",
                            loading.target().address(), without, loading.changes().describe(), settings.column()));
        }
    }

    /** What a reader should know before anything is loaded. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(ledger.notes());
        notes.addAll(loading.changes().advice());
        return notes;
    }
}
