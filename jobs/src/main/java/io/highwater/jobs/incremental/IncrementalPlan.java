package io.highwater.jobs.incremental;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Strays;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import io.highwater.jobs.incremental.IncrementalSettings.NullCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One run, planned: the source is looked at, nothing is read. */
final class IncrementalPlan implements Plan {
    private final Loading loading;
    private final IncrementalSettings settings;
    private final WatermarkTrail.Found found;
    private final CursorType type;
    private final OptionalLong start;
    private final long overlap;
    private final SchemaFit fit;

    IncrementalPlan(Loading loading, WatermarkTrail.Found found) {
        this.loading = loading;
        this.settings = loading.settings();
        this.found = found;
        this.type = loading.changes().type();
        this.start = settings.start().position(settings.cursor(), type);
        this.overlap = settings.overlap().map(given -> given.positions(type)).orElseGet(() -> Overlap.usual(type));
        this.fit = new Fitting(loading).fit();
        checkLag();
        found.watermark().ifPresent(this::checkSameCursor);
    }

    @Override
    public List<String> description() {
        return new IncrementalDescription(this, look()).lines();
    }

    @Override
    public List<Unit> units(RunContext run) {
        new Fitting(loading).refuseUnfit(fit);
        Horizon horizon = settings.holds().settled(this::look, run);
        Strays strays = loading.changes().strays(horizon.now());
        refuseNullCursors(strays);
        List<Window> windows = windows(horizon);
        List<Unit> units = windows.isEmpty()
                ? new ArrayList<>(List.of(new NothingToRead(loading, found, notes(horizon, strays))))
                : loads(windows, notes(horizon, strays));
        if (settings.deletes().isDue(loading.keysCompared(), run.now())) {
            units.add(new KeyComparison(loading, fit));
        }
        return units;
    }

    private List<Unit> loads(List<Window> windows, List<String> notes) {
        List<Unit> units = new ArrayList<>();
        for (Window window : windows) {
            boolean last = units.size() == windows.size() - 1;
            boolean first = units.isEmpty();
            units.add(new WindowLoad(
                    loading,
                    fit,
                    window,
                    last ? WindowLoad.Place.LAST : WindowLoad.Place.BEFORE_OTHERS,
                    first ? notes : List.of()));
        }
        return units;
    }

    @Override
    public void close() {
        loading.changes().close();
    }

    Loading loading() {
        return loading;
    }

    SchemaFit fit() {
        return fit;
    }

    WatermarkTrail.Found found() {
        return found;
    }

    /** The windows up to a horizon, each to be a commit; none if the horizon is not past the watermark. */
    List<Window> windows(Horizon horizon) {
        OptionalLong begin = begin();
        boolean unknown = horizon.bound() <= type.first();
        if (unknown || (begin.isPresent() && horizon.bound() <= begin.getAsLong())) {
            return List.of();
        }
        OptionalLong from = found.watermark().isPresent() ? OptionalLong.of(readAgainFrom(begin.getAsLong())) : begin;
        Window whole = new Window(from, horizon.bound());
        return whole.cutAt(loading.changes().cuts(whole, settings.windowRows()));
    }

    /** What a reader should know before all windows. */
    List<String> notes(Horizon horizon, Strays strays) {
        List<String> notes = new ArrayList<>(found.notes());
        if (!horizon.holding().isEmpty()) {
            notes.add("held back" + heldTo(horizon) + " by "
                    + horizon.holding().get(0).describe()
                    + (horizon.holding().size() > 1
                            ? " and " + (horizon.holding().size() - 1) + " more"
                            : "")
                    + "; what it may still write is loaded once it has ended");
        }
        if (strays.ahead() > 0) {
            notes.add(String.format(
                    "%,d rows are stamped ahead of the source's clock (%s) and wait for it",
                    strays.ahead(), type.text(horizon.now())));
        }
        if (strays.withoutCursor() > 0) {
            notes.add(String.format(
                    "%,d rows have no %s: %s",
                    strays.withoutCursor(),
                    settings.cursor().column(),
                    settings.onNull() == NullCursor.INCLUDE ? "every run reads them" : "they are left out"));
        }
        notes.addAll(horizon.notes());
        notes.addAll(loading.changes().advice());
        return notes;
    }

    /** The overlap does not reach below where the job began. */
    private long readAgainFrom(long watermark) {
        long floor = Math.min(start.orElse(type.first()), watermark);
        return Math.max(watermark - overlap, floor);
    }

    private String heldTo(Horizon horizon) {
        return horizon.bound() <= type.first() ? "" : " to " + type.text(horizon.bound());
    }

    private Horizon look() {
        return loading.changes().horizon(settings.lag());
    }

    /** The watermark, or else where the user wants the first run to begin. */
    private OptionalLong begin() {
        Optional<Watermark> watermark = found.watermark();
        if (watermark.isPresent()) {
            return OptionalLong.of(watermark.get().position());
        }
        return start;
    }

    private void refuseNullCursors(Strays strays) {
        if (strays.withoutCursor() > 0 && settings.onNull() == NullCursor.FAIL) {
            String column = settings.cursor().column();
            throw new RefusedException(
                    "Refused to load " + loading.target().address() + ": rows without a cursor are in no window.",
                    List.of(new Refusal(
                            "on-null", String.format("%,d rows have no %s", strays.withoutCursor(), column))),
                    "The table is as it was. Fill the column in, or set highwater.incremental.on-null to include (every run"
                            + " reads them) or exclude (no run does).");
        }
    }

    private void checkLag() {
        if (!type.isTime() && !settings.lag().isZero()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use highwater.incremental.lag = " + settings.lag().toSeconds() + " s: "
                            + settings.cursor().column() + " counts and follows no clock. Leave lag out.");
        }
    }

    private void checkSameCursor(Watermark watermark) {
        if (!watermark.column().equalsIgnoreCase(settings.cursor().column()) || watermark.type() != type) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on with job " + loading.job() + ": its watermark " + watermark.text()
                            + " is about column "
                            + watermark.column() + " (" + watermark.type() + "), and highwater.incremental.column is "
                            + settings.cursor().column() + " (" + type
                            + ") now. Name the former column, or begin again with the new one: highwater rewind"
                            + " --to-beginning.");
        }
    }
}
