package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import io.highwater.common.job.JobKind;
import io.highwater.common.job.StepListener;
import io.highwater.common.state.States;
import io.highwater.jobs.backfill.BackfillPattern;
import io.highwater.jobs.cdc.CdcMergePattern;
import io.highwater.jobs.incremental.IncrementalPattern;
import io.highwater.jobs.pipeline.step.JobWork;
import io.highwater.jobs.pipeline.step.OwnWork;
import io.highwater.jobs.pipeline.step.PipelineStep;
import io.highwater.jobs.pipeline.step.StepContext;
import io.highwater.jobs.pipeline.step.StepWork;
import io.highwater.jobs.pipeline.step.UpkeepWork;
import io.highwater.jobs.refresh.FullRefreshPattern;
import io.highwater.jobs.sql.SqlPattern;
import io.highwater.jobs.upkeep.Upkeep;
import io.highwater.jobs.upkeep.UpkeepPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads what steps do.
 *
 * @param listener is told of each step of each job's run
 */
record StepWorks(States states, StepListener listener) {
    private static final List<JobKind<?>> PATTERNS = List.of(
            new FullRefreshPattern(),
            new IncrementalPattern(),
            new CdcMergePattern(),
            new BackfillPattern(),
            new SqlPattern(),
            new UpkeepPattern());
    private static final Shape<String> PATTERN = Shape.parsed(
            "expected one of " + PATTERNS.stream().map(JobKind::name).collect(Collectors.joining(", ")),
            PATTERNS.get(0).name(),
            text -> named(text).map(JobKind::name));
    /** What may be said to all steps although it means nothing to some. */
    private static final List<String> SHARED = List.of(
            "job", "state", "source", "target", "checks", "full-refresh", "incremental", "cdc", "backfill", "write");
    /** What a step for many tables says of itself. */
    private static final List<String> MANY = List.of("tables", "except");

    /** What a step does, from a job's configuration with {@code pattern} or {@code class} in it. */
    StepWork of(Section step) {
        step.acceptShared(SHARED);
        step.acceptShared(MANY);
        if (step.has("class")) {
            return own(step);
        }
        String pattern = step.value("pattern", PATTERN);
        return pattern.equals(Upkeep.PATTERN) && !namesTable(step)
                ? new UpkeepWork(List.of(), states, listener)
                : job(named(pattern).orElseThrow(), step);
    }

    /** Upkeep is of a table that the step names, or else of those of the steps that it depends on. */
    private static boolean namesTable(Section step) {
        Section target = step.section("target");
        return target.has("path")
                || target.has("table")
                || !step.section("cdc").sections("tables").isEmpty();
    }

    private static Optional<JobKind<?>> named(String name) {
        return PATTERNS.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    private <S> StepWork job(JobKind<S> kind, Section step) {
        return new JobWork<>(kind, kind.settings(step), states, listener);
    }

    /** What a job needs may stand in the defaults; a step of the user's own needs none of it. */
    private static StepWork own(Section step) {
        if (step.has("pattern")) {
            step.problem("class", "pattern is given too; expected one of the two");
        }
        Map<String, String> options = step.textMap("options");
        String name = step.text("class");
        try {
            return OwnWork.named(name, options);
        } catch (OwnWork.Unusable unusable) {
            step.problem("class", unusable.getMessage());
            return new OwnWork(Nothing.class, options);
        }
    }

    /** Stands for a class that is not there, until the problem is reported. */
    private static final class Nothing implements PipelineStep {
        @Override
        public void run(StepContext context) {
            throw new IllegalStateException("A configuration with problems is not run");
        }
    }
}
