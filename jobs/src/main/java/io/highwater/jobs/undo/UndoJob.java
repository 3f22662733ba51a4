package io.highwater.jobs.undo;

import io.highwater.common.job.Job;
import io.highwater.common.job.OneUnit;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.Undo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings back what the target held before the job's last load, as a commit of its own. */
final class UndoJob implements Job {
    static final String PATTERN = "undo";

    private final DeltaTarget target;
    private final String job;
    private final Undo undo;

    UndoJob(DeltaTarget target, String job) {
        this.target = target;
        this.job = job;
        this.undo = new Undo(target, job);
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public Plan plan() {
        Undo.Step step = undo.step();
        String words = "would bring back version " + step.restore() + " of " + target.address() + ", undoing "
                + described(step);
        return new OneUnit(List.of(words), context -> undone(step, context));
    }

    private Outcome undone(Undo.Step step, RunContext context) {
        context.checkLease();
        long version = undo.run(step, context.stamp(facts(step)));
        context.reached(Step.COMMITTED);
        return new Outcome.Committed(
                version,
                0,
                0,
                0,
                0,
                List.of(
                        "version " + step.restore() + " is back, undone is " + described(step),
                        String.format("the table has %,d rows", target.countRows())));
    }

    /** A watermark goes back with the rows that were loaded up to it. */
    private Map<String, String> facts(Undo.Step step) {
        Map<String, String> facts = new LinkedHashMap<>();
        target.latestCommitOf(job, step.restore())
                .ifPresent(commit -> facts.putAll(commit.stamp().progress()));
        facts.put(Stamp.RESTORED, Long.toString(step.restore()));
        return facts;
    }

    private static String described(Undo.Step step) {
        return "version " + step.undone().version() + " of " + step.undone().at() + " (run "
                + step.undone().stamp().run() + ")";
    }
}
