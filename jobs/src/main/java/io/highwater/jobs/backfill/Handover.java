package io.highwater.jobs.backfill;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.CursorSettings;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Changes;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Watermark;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets an incremental load of the same job go on where a backfill ends. Before intervals are read the source is asked how far
 * it may be read without missing rows that appear later; the least such position of all intervals becomes the watermark.
 * Whatever changed before it was there to be read; whatever changed since, the incremental load reads and merges by key.
 */
final class Handover {
    private final Settings settings;
    private final BackfillPlan plan;
    private final WatermarkTrail trail;
    private final Clock clock;

    /**
     * What the incremental load is told.
     *
     * @param cursor the column that says when a row changed
     * @param lag how far behind the source's clock to stay
     */
    record Settings(Cursor cursor, Duration lag) {
        /** Reads them off the configuration; empty if nothing is to be handed over. */
        static Optional<Settings> from(Section root, Section backfill) {
            if (!backfill.flag("handover")) {
                return Optional.empty();
            }
            Section incremental = root.section("incremental");
            Settings settings = new Settings(CursorSettings.from(incremental), incremental.duration("lag"));
            incremental.acceptRest();
            return Optional.of(settings);
        }
    }

    Handover(Settings settings, BackfillPlan plan, WatermarkTrail trail, Clock clock) {
        this.settings = settings;
        this.plan = plan;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Asks the source how far it may be read. To be asked before intervals are read.
     *
     * @return the column and its position, for {@link #complete}
     * @throws UserException if the source cannot say now
     */
    String seen() {
        try (Changes changes = changes()) {
            long bound = changes.horizon(settings.lag()).bound();
            if (bound <= changes.type().first()) {
                throw new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot load " + plan.loading().target().address()
                                + " so that an incremental load can go on: the source cannot say up to where "
                                + settings.cursor().column()
                                + " is complete, because of its open transactions. Nothing was loaded. Run again when they"
                                + " have ended.");
            }
            return prefix() + changes.type().text(bound);
        }
    }

    /**
     * Sets the watermark, if every interval is loaded.
     *
     * @return what a reader of the report should know, a sentence each
     * @throws UserException if the incremental load would miss rows
     */
    List<String> complete(RunContext context) {
        try (Changes changes = changes()) {
            CursorType type = changes.type();
            OptionalLong least = least(type);
            if (least.isEmpty()) {
                return List.of("the watermark is not set: some intervals were loaded without a look at "
                        + settings.cursor().column() + "; load them again with --reprocess all");
            }
            Optional<Watermark> present = trail.present().watermark();
            if (present.isPresent()) {
                return List.of("the watermark stays at " + present.get().text());
            }
            refuseOutside(type, least.getAsLong());
            set(context, type, least.getAsLong());
            return List.of("the watermark is at " + type.text(least.getAsLong())
                    + ": highwater incremental goes on from there");
        }
    }

    private void set(RunContext context, CursorType type, long position) {
        context.parts(List.of());
        Watermark watermark = watermark(context, type, position, OptionalLong.empty());
        long version = plan.loading().target().mark(context.stamp(WatermarkTrail.facts(watermark)));
        trail.set(watermark(context, type, position, OptionalLong.of(version)));
    }

    private Watermark watermark(RunContext context, CursorType type, long position, OptionalLong version) {
        var stamp = context.stamp(Map.of());
        return new Watermark(
                stamp.job(),
                settings.cursor().column(),
                type,
                settings.cursor().zone(),
                position,
                stamp.run(),
                stamp.generation(),
                context.now(),
                version,
                Optional.empty());
    }

    /** The least position that any interval of the range was read at; empty if that is not known of all. */
    private OptionalLong least(CursorType type) {
        List<Long> all = new ArrayList<>();
        for (Window interval : plan.intervals()) {
            for (IntervalRecord record : plan.ledger().known().within(interval)) {
                OptionalLong seen = record.seen()
                        .filter(text -> text.startsWith(prefix()))
                        .map(text -> type.position(text.substring(prefix().length())))
                        .orElse(OptionalLong.empty());
                if (record.status() != IntervalStatus.SUCCESS || seen.isEmpty()) {
                    return OptionalLong.empty();
                }
                all.add(seen.getAsLong());
            }
        }
        return all.stream().mapToLong(Long::longValue).min();
    }

    /** Rows of other dates that have not changed since would be in neither load. */
    private void refuseOutside(CursorType type, long bound) {
        List<Window> intervals = plan.intervals();
        long first = intervals.get(0).from().orElseThrow();
        long last = intervals.get(intervals.size() - 1).to();
        Loading loading = plan.loading();
        Strays strays = loading.changes().strays(loading.type().last());
        if (strays.withoutCursor() + strays.ahead() > 0) {
            throw new UserException(
                    ExitCode.REFUSED,
                    String.format(
                            "Every interval is loaded, but an incremental load cannot go on from here: %,d rows of the source"
                                    + " have no %s, and %,d one at the end of time, and would be in neither load. Correct these"
                                    + " rows, or set highwater.backfill.handover = false.",
                            strays.withoutCursor(), loading.settings().column(), strays.ahead()));
        }
        List<Window> outside = List.of(
                Window.until(first),
                Window.between(last, Math.max(last, loading.type().last())));
        for (Window window : outside) {
            if (loading.changes().holdsRows(window) && holdsOlderRows(window, type, bound)) {
                throw new UserException(
                        ExitCode.REFUSED,
                        "Every interval is loaded, but an incremental load cannot go on from here: the source has rows with "
                                + loading.settings().column() + " " + window.describe(loading.type())
                                + " that changed before "
                                + type.text(bound)
                                + ", and would be in neither load. Load these dates too, with --from and"
                                + " --through, or set highwater.backfill.handover = false.");
            }
        }
    }

    private boolean holdsOlderRows(Window window, CursorType type, long bound) {
        try (Reading reading = plan.loading().changes().open(window, Changes.WithoutCursor.LEFT_OUT)) {
            try {
                return !reading.rows()
                        .filter(CursorColumns.inside(
                                Window.until(bound), settings.cursor().column(), type))
                        .isEmpty();
            } catch (Exception failure) {
                throw reading.explain(failure);
            }
        }
    }

    /** Positions of another column say nothing of this one. */
    private String prefix() {
        return settings.cursor().column() + " ";
    }

    private Changes changes() {
        Loading loading = plan.loading();
        return loading.settings().job().source().changes(loading.spark(), settings.cursor(), clock);
    }
}
