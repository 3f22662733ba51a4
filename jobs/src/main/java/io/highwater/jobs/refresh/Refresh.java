package io.highwater.jobs.refresh;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.Unit;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.KeyUniqueness;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.StagedReplacement;
import io.highwater.common.target.Staging;
import io.highwater.common.target.StagingFailures;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The one unit of a full refresh: stage, judge, publish. */
final class Refresh implements Unit {
    private final RefreshPlan plan;
    private final List<String> key;
    private final List<RowCheck> checks;
    private final Measurement measurement;
    private final DeltaTarget target;

    Refresh(RefreshPlan plan) {
        this.plan = plan;
        this.key = plan.settings().job().target().key();
        this.checks = plan.settings().job().checks();
        this.measurement = new Measurement(key, checks, plan.settings().content());
        this.target = plan.target();
    }

    @Override
    public Outcome run(RunContext context) {
        refuseUnfitSchema();
        Optional<StampedCommit> last =
                target.latestCommitOf(context.stamp(Map.of()).job());
        if (context.followsInterruptedRun()) {
            plan.quarantine().forgetAfter(generation(last));
        }
        StagedReplacement staged = stage();
        Figures figures = measurement.figures();
        context.reached(Step.STAGED);
        if (isUnchanged(figures, last)) {
            staged.discard();
            return new Outcome.Unchanged(figures.rows(), "the source holds what the table holds", List.of());
        }
        judge(staged, figures, context);
        context.reached(Step.JUDGED);
        setAside(staged, figures, context, generation(last));
        context.checkLease();
        long version = staged.publish(stamp(context, figures));
        context.reached(Step.COMMITTED);
        plan.kept().forget();
        return new Outcome.Committed(
                version, figures.rows(), figures.kept(), figures.quarantined(), staged.bytes(), notes(figures, staged));
    }

    private StagedReplacement stage() {
        Staging staging = new Staging(target, plan.settings().job().target().layout(), key);
        try {
            return staging.replacement(measurement.of(plan.source().reading().rows()), plan.fit());
        } catch (Exception failure) {
            throw StagingFailures.explained(failure, plan.source().reading(), target);
        }
    }

    private void refuseUnfitSchema() {
        List<Refusal> refusals = plan.fit().objections().stream()
                .map(objection -> new Refusal("schema", objection))
                .toList();
        if (!refusals.isEmpty()) {
            throw new RefusedException(
                    "Refused to replace " + target.address() + ": the source's columns do not fit the table's.",
                    refusals,
                    "Nothing was read, the table is as it was. To take the source's columns as they are, once:"
                            + " --set full-refresh.schema=replace");
        }
    }

    private void judge(StagedReplacement staged, Figures figures, RunContext context) {
        List<Refusal> refusals = new ArrayList<>(new Guards(plan.settings()).judge(figures, liveRows()));
        if (refusals.isEmpty() && !key.isEmpty()) {
            KeyUniqueness.refusal(staged.rows().filter(functions.not(measurement.quarantined())), key)
                    .ifPresent(refusals::add);
        }
        refusals.removeIf(refusal -> plan.source().waived().contains(refusal.guard()));
        if (!refusals.isEmpty()) {
            throw refused(staged, figures, refusals, context);
        }
    }

    private RefusedException refused(
            StagedReplacement staged, Figures figures, List<Refusal> refusals, RunContext context) {
        List<String> guards = refusals.stream().map(Refusal::guard).distinct().toList();
        plan.kept().keep(staged, stamp(context, figures), guards);
        return new RefusedException(
                "Refused: run " + context.run() + " did not replace " + target.address() + ".",
                refusals,
                "The table is as it was. What was refused can be looked at: SELECT * FROM "
                        + plan.kept().sql(context.run())
                        + "\nTo publish exactly that, once: the same command with --approve " + context.run());
    }

    private OptionalLong liveRows() {
        return plan.live().isPresent() ? OptionalLong.of(target.countRows()) : OptionalLong.empty();
    }

    /** The table holds what the last refresh stamped, and nobody touched it since. */
    private boolean isUnchanged(Figures figures, Optional<StampedCommit> last) {
        return figures.digest().isPresent()
                && plan.fit().changes().isEmpty()
                && last.filter(commit -> target.hasSameRowsAs(commit.rowsOf()))
                        .map(commit -> commit.stamp().facts().get(Stamp.DIGEST))
                        .equals(figures.digest());
    }

    private void setAside(StagedReplacement staged, Figures figures, RunContext context, long committed) {
        if (figures.quarantined() == 0) {
            return;
        }
        Map<String, Column> reasons = new LinkedHashMap<>();
        checks.stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .forEach(check -> reasons.put(check.name(), check.fails()));
        plan.quarantine()
                .add(staged.rows().filter(measurement.quarantined()), reasons, context.stamp(Map.of()), committed);
        staged.remove(measurement.quarantined());
    }

    private Stamp stamp(RunContext context, Figures figures) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Stamp.ROWS, Long.toString(figures.kept()));
        facts.put(Stamp.QUARANTINED, Long.toString(figures.quarantined()));
        facts.put("source", plan.readPlan().source());
        facts.put("one-snapshot", Boolean.toString(plan.readPlan().consistency().oneSnapshot()));
        figures.digest().ifPresent(digest -> facts.put(Stamp.DIGEST, digest));
        return context.stamp(facts);
    }

    private static long generation(Optional<StampedCommit> commit) {
        return commit.map(last -> last.stamp().generation()).orElse(0L);
    }

    private List<String> notes(Figures figures, StagedReplacement staged) {
        List<String> notes = new ArrayList<>();
        var consistency = plan.readPlan().consistency();
        int splits = plan.readPlan().splits().size();
        notes.add("read in " + splits + (splits == 1 ? " split, " : " splits, ")
                + (consistency.oneSnapshot() ? "one snapshot: " : "NOT one snapshot: ") + consistency.how());
        notes.addAll(plan.readPlan().notes());
        notes.addAll(plan.fit().changes());
        notes.add(String.format("%,d files, %,d bytes", staged.files(), staged.bytes()));
        if (!plan.source().waived().isEmpty()) {
            notes.add("approved in spite of " + String.join(", ", plan.source().waived()));
        }
        figures.failed().forEach((check, failed) -> {
            if (failed > 0) {
                notes.add(String.format("%,d rows do not meet check %s", failed, check));
            }
        });
        if (figures.quarantined() > 0) {
            notes.add("set aside: SELECT * FROM " + plan.quarantine().sql());
        }
        return notes;
    }
}
