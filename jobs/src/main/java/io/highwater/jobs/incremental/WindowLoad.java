package io.highwater.jobs.incremental;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.quality.Figures;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Reading;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.Stamp;
import io.highwater.common.time.Window;
import io.highwater.jobs.incremental.IncrementalSettings.NullCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One window: read once, merged or added, committed together with the watermark. */
record WindowLoad(Loading loading, SchemaFit fit, Window window, Place place, List<String> notes) implements Unit {
    private static final String BLINDNESS = "rows deleted in the source stay: a cursor cannot show them"
            + " (incremental.delete-detection = key-compare finds them)";

    /** Where the window stands in its run. */
    enum Place {
        BEFORE_OTHERS,
        LAST
    }

    @Override
    public Outcome run(RunContext context) {
        try (var unit = context.unit(window.describe(type()))) {
            return loaded(context);
        }
    }

    private Outcome loaded(RunContext context) {
        WindowRows rows = new WindowRows(loading);
        long committed = loading.target().generationOf(loading.job()).orElse(0L);
        refuseIfOvertaken(context, committed);
        if (context.followsInterruptedRun()) {
            loading.quarantine().forgetAfter(committed);
        }
        if (!mayHoldRows()) {
            return nothingNew(context, 0, notes);
        }
        try (Reading reading = loading.changes().open(window, withoutCursor())) {
            return load(context, rows, reading, committed);
        }
    }

    private Outcome load(RunContext context, WindowRows rows, Reading reading, long committed) {
        StagedWindow staged = rows.stage(reading, fit);
        context.reached(Step.STAGED);
        staged.judge(window.describe(type()));
        context.reached(Step.JUDGED);
        staged.setAside(context, committed);
        staged.reconcile(window);
        context.checkLease();
        List<String> all = new ArrayList<>(notes);
        all.addAll(staged.notes());
        OptionalLong version = staged.publish(context.stamp(facts(context, staged.figures())));
        if (version.isEmpty()) {
            return nothingNew(context, staged.figures().rows(), all);
        }
        context.reached(Step.COMMITTED);
        loading.trail().set(watermark(context, version));
        all.add("the watermark is at " + type().text(window.to()));
        all.addAll(blindness(context));
        return new Outcome.Committed(
                version.getAsLong(),
                staged.figures().rows(),
                staged.written(),
                staged.figures().quarantined(),
                staged.bytes(),
                all);
    }

    private Outcome nothingNew(RunContext context, long rowsRead, List<String> said) {
        context.checkLease();
        loading.trail().set(watermark(context, lastCommit()));
        List<String> all = new ArrayList<>(said);
        all.add("the watermark is at " + type().text(window.to()));
        all.addAll(blindness(context));
        return new Outcome.Unchanged(rowsRead, "nothing changed " + window.describe(type()), all);
    }

    /** What the load cannot have seen, said once by a run that committed something. */
    private List<String> blindness(RunContext context) {
        boolean said = place == Place.LAST
                && loading.settings().deletes().means() == DeleteDetection.Means.NONE
                && loading.target()
                        .latestCommitOf(loading.job())
                        .filter(commit -> commit.stamp().run().equals(context.run()))
                        .isPresent();
        return said ? List.of(BLINDNESS) : List.of();
    }

    private OptionalLong lastCommit() {
        return loading.target()
                .latestCommitOf(loading.job())
                .map(commit -> OptionalLong.of(commit.version()))
                .orElse(OptionalLong.empty());
    }

    private boolean mayHoldRows() {
        return withoutCursor() == WithoutCursor.INCLUDED || loading.changes().holdsRows(window);
    }

    /** Rows without a cursor come with the last window. */
    private WithoutCursor withoutCursor() {
        return place == Place.LAST && loading.settings().onNull() == NullCursor.INCLUDE
                ? WithoutCursor.INCLUDED
                : WithoutCursor.LEFT_OUT;
    }

    private Map<String, String> facts(RunContext context, Figures figures) {
        Map<String, String> facts = new LinkedHashMap<>(WatermarkTrail.facts(watermark(context, OptionalLong.empty())));
        window.from().ifPresent(from -> facts.put("from", type().text(from)));
        facts.put("source", loading.changes().describe());
        facts.put("read", Long.toString(figures.rows()));
        facts.put(Stamp.QUARANTINED, Long.toString(figures.quarantined()));
        if (place == Place.BEFORE_OTHERS) {
            facts.put(Stamp.MORE, "true");
        }
        return facts;
    }

    private Watermark watermark(RunContext context, OptionalLong version) {
        Stamp stamp = context.stamp(Map.of());
        return new Watermark(
                stamp.job(),
                loading.settings().cursor().column(),
                type(),
                loading.settings().cursor().zone(),
                window.to(),
                stamp.run(),
                stamp.generation(),
                context.now(),
                version,
                loading.keysCompared());
    }

    private io.highwater.common.time.CursorType type() {
        return loading.changes().type();
    }

    private void refuseIfOvertaken(RunContext context, long committed) {
        Stamp mine = context.stamp(Map.of());
        if (committed >= mine.generation()) {
            throw new UserException(
                    ExitCode.HELD,
                    "Run " + mine.run() + " of job " + mine.job() + " (generation " + mine.generation()
                            + ") may not go on: a later run has committed to "
                            + loading.target().address() + " since. Nothing was changed.");
        }
    }
}
