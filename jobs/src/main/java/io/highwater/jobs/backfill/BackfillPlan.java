package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.time.Window;
import io.highwater.jobs.backfill.BackfillSettings.Reprocess;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run, planned: it is known which intervals are lacking, nothing is read. */
final class BackfillPlan implements Plan {
    private static final int SHOWN = 5;

    private final Loading loading;
    private final Ledger ledger;
    private final WatermarkTrail trail;
    private final Clock clock;
    private final BackfillProgress progress;
    private final BackfillSettings.Range range;
    private final Map<Window, List<Window>> lacking = new LinkedHashMap<>();
    private final Map<Window, CountComparison.Counts> differing = new LinkedHashMap<>();
    private final List<Window> left;
    private long without;

    BackfillPlan(Loading loading, Ledger ledger, WatermarkTrail trail, Clock clock, BackfillProgress progress) {
        this.loading = loading;
        this.ledger = ledger;
        this.trail = trail;
        this.clock = clock;
        this.progress = progress;
        BackfillSettings settings = loading.settings();
        this.range = new PlannedRange(loading, ledger).days();
        settings.unit()
                .cut(range.from(), range.through(), loading.type(), settings.zone())
                .forEach(interval -> lacking.put(interval, lackingOf(interval)));
        this.left = settings.reprocess() == Reprocess.NONE ? with(IntervalStatus.FAILED) : List.of();
        if (settings.verify()) {
            differing.putAll(new CountComparison(loading)
                    .differing(
                            intervals().stream()
                                    .filter(interval -> lacking(interval).isEmpty())
                                    .toList(),
                            this::setAside));
            differing.keySet().forEach(interval -> lacking.put(interval, List.of(interval)));
        }
    }

    @Override
    public List<String> description() {
        return new BackfillDescription(this).lines();
    }

    @Override
    public List<Unit> units(RunContext run) {
        SourceColumns.refuseUnfit(loading.fit(), loading.target().address(), "highwater.backfill.schema");
        refuseWithoutDates();
        return List.of(new BackfillRun(this, lacking().isEmpty() ? Map.of() : watermark(), progress));
    }

    @Override
    public void close() {
        loading.changes().close();
    }

    Loading loading() {
        return loading;
    }

    /** The days it is about. */
    BackfillSettings.Range range() {
        return range;
    }

    Ledger ledger() {
        return ledger;
    }

    /** How an incremental load is to go on; empty if it is not. */
    Optional<Handover> handover() {
        return loading.settings().handover().map(settings -> new Handover(settings, this, trail, clock));
    }

    /** Asks the source for its time, and how far it may be read. To be asked before intervals are read. */
    SourceNow now() {
        return new SourceNow(
                loading.changes().horizon(Duration.ZERO).now(), handover().map(Handover::seen));
    }

    /** How far an incremental load of the job has come, as facts of a stamp: what this run commits changes nothing in that. */
    private Map<String, String> watermark() {
        return trail.present().watermark().map(WatermarkTrail::facts).orElse(Map.of());
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

    /** Those that failed in an earlier run and are not tried again. */
    List<Window> left() {
        return left;
    }

    /** Whether any interval of the range is loaded, by whichever run. */
    boolean isLoadedInPart() {
        return !loaded().isEmpty();
    }

    /** What is to be said of intervals that are loaded and not to stay as they are; nothing if there are none. */
    List<String> unfinished() {
        List<Window> some = intervals().stream()
                .flatMap(interval -> ledger.known().within(interval).stream())
                .filter(record -> record.status() == IntervalStatus.SUCCESS && !ledger.hadEnded(record))
                .map(IntervalRecord::window)
                .toList();
        return some.isEmpty()
                ? List.of()
                : List.of(String.format(
                        "%,d intervals, the first from %s, had not ended by the source's clock when they were read: each run"
                                + " loads them again until they have",
                        some.size(), loading.type().text(some.get(0).from().orElseThrow())));
    }

    private List<Window> with(IntervalStatus status) {
        return intervals().stream()
                .flatMap(interval -> ledger.known().within(interval).stream())
                .filter(record -> record.status() == status)
                .map(IntervalRecord::window)
                .toList();
    }

    /** Those that are loaded, by whichever run. */
    List<Window> loaded() {
        return with(IntervalStatus.SUCCESS);
    }

    private long setAside(Window interval) {
        return ledger.known().within(interval).stream()
                .mapToLong(record -> record.quarantined().orElse(0))
                .sum();
    }

    private List<Window> lackingOf(Window interval) {
        Reprocess reprocess = loading.settings().reprocess();
        return reprocess == Reprocess.ALL
                ? List.of(interval)
                : ledger.known()
                        .lacking(
                                interval,
                                record -> (record.status() == IntervalStatus.SUCCESS && ledger.hadEnded(record))
                                        || (reprocess == Reprocess.NONE && record.status() == IntervalStatus.FAILED));
    }

    private void refuseWithoutDates() {
        undated().ifPresent(why -> {
            throw new UserException(
                    ExitCode.REFUSED,
                    "Refused to load " + loading.target().address() + ": " + why
                            + ". The table is as it was. Fill the column in, or set highwater.backfill.on-null = exclude.");
        });
    }

    /** Why rows without a date refuse the run; empty if they do not. Counts them. */
    Optional<String> undated() {
        BackfillSettings settings = loading.settings();
        without = loading.changes().withoutCursor();
        return without > 0 && settings.onNull() == BackfillSettings.WithoutDate.FAIL
                ? Optional.of(String.format(
                        "%,d rows of %s have no %s, so that no interval holds them",
                        without, loading.changes().describe(), settings.column()))
                : Optional.empty();
    }

    /** What a reader should know before anything is loaded. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(ledger.notes());
        notes.addAll(loading.changes().advice());
        if (without > 0 && loading.settings().onNull() == BackfillSettings.WithoutDate.EXCLUDE) {
            notes.add(String.format(
                    "%,d rows have no %s and are left out",
                    without, loading.settings().column()));
        }
        if (loading.settings().verify()) {
            notes.add(compared());
        }
        return notes;
    }

    private String compared() {
        String some = differing.entrySet().stream()
                .limit(SHOWN)
                .map(each -> String.format(
                        "%s has %,d there and %,d here",
                        loading.type().text(each.getKey().from().orElseThrow()),
                        each.getValue().source(),
                        each.getValue().table()))
                .collect(Collectors.joining(", "));
        return differing.isEmpty()
                ? "loaded intervals have as many rows as in the source"
                : String.format(
                        "%,d loaded intervals have not as many rows as in the source: %s%s",
                        differing.size(), some, differing.size() > SHOWN ? " and more" : "");
    }
}
