package io.highwater.common.report.page;

import io.highwater.common.report.BackfillReport;
import io.highwater.common.report.PipelineReport;
import io.highwater.common.report.StateContents;
import io.highwater.common.report.Wording;
import io.highwater.common.state.Holder;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a person has to look at: whatever ended badly the last time it was tried. What failed alike is said once.
 */
record Troubles(StateContents state, Instant now) {
    private static final int INTERVALS = 5;

    List<Trouble> all() {
        List<Trouble> troubles = new ArrayList<>();
        TreeSet<String> said = new TreeSet<>();
        failedLately().forEach(run -> {
            troubles.add(new Trouble(
                    run.job(), Jobs.status(run), when(run), run.message().orElse("")));
            said.add(run.message().orElse(""));
        });
        state.latestOfPipelines()
                .forEach(run -> PipelineReport.failures(run.steps()).forEach((reason, steps) -> {
                    if (said.add(reason)) {
                        troubles.add(new Trouble(
                                run.pipeline() + ": "
                                        + steps.stream().map(StepRecord::step).collect(Collectors.joining(", ")),
                                steps.size() == 1 ? "step failed" : Wording.count(steps.size()) + " steps failed",
                                "run " + run.run(),
                                reason));
                    }
                }));
        state.leases().stream()
                .filter(lease -> lease.state() == Lease.State.HELD && !lease.isHeldAt(now, Holder.thisProcess()))
                .map(Troubles::lost)
                .forEach(troubles::add);
        state.backfills().stream()
                .flatMap(backfill -> failed(backfill).stream())
                .forEach(troubles::add);
        return troubles;
    }

    private static Trouble lost(Lease lease) {
        return new Trouble(
                lease.job(),
                "interrupted",
                "last sign of life " + Wording.moment(lease.renewedAt()) + ", run " + lease.run(),
                "The process of the run is gone (" + lease.holder().describe()
                        + "). Run the job again: it finds out what was committed and does the rest.");
    }

    /** Of each job the newest load, and what was done about its table since, as far as they failed. */
    private List<RunRecord> failedLately() {
        TreeSet<String> loaded = new TreeSet<>();
        TreeSet<String> tended = new TreeSet<>();
        List<RunRecord> failed = new ArrayList<>();
        for (RunRecord run : state.runs()) {
            boolean newest = !loaded.contains(run.job())
                    && (run.isLoad() ? loaded.add(run.job()) : tended.add(run.job() + " " + run.pattern()));
            if (newest && run.status() == RunStatus.FAILED) {
                failed.add(run);
            }
        }
        return failed;
    }

    private static String when(RunRecord run) {
        return Wording.moment(run.endedAt()) + ", run " + run.run()
                + (run.exitCode().isPresent() ? ", exit code " + run.exitCode().getAsLong() : "");
    }

    private static List<Trouble> failed(BackfillReport backfill) {
        List<IntervalRecord> failed = backfill.known().all().stream()
                .filter(interval -> interval.status() == IntervalStatus.FAILED)
                .toList();
        if (failed.isEmpty()) {
            return List.of();
        }
        String text = failed.stream()
                .limit(INTERVALS)
                .map(interval -> interval.window().describe(backfill.subject().type()) + ": "
                        + interval.error().orElse(""))
                .collect(Collectors.joining("\n"));
        String more = failed.size() > INTERVALS ? "\nand " + (failed.size() - INTERVALS) + " more" : "";
        return List.of(new Trouble(
                backfill.job(),
                "intervals failed",
                Wording.count(failed.size()) + " of a backfill by "
                        + backfill.subject().column(),
                text + more));
    }
}
