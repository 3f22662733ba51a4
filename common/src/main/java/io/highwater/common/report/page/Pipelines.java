package io.highwater.common.report.page;

import io.highwater.common.report.PipelineReport;
import io.highwater.common.report.PipelineStanding;
import io.highwater.common.report.StateContents;
import io.highwater.common.report.Wording;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Pipelines as the page shows them. */
record Pipelines(StateContents state, Instant now) {
    private static final int MARKS = 30;

    List<PipelineView> views() {
        return state.latestOfPipelines().stream().map(this::view).toList();
    }

    private PipelineView view(PipelineLedger.Run run) {
        PipelineStanding standing = standing(run);
        return new PipelineView(
                run.pipeline(),
                run.run(),
                words(standing),
                tone(standing),
                standing.counts(),
                earlier(run.pipeline()),
                GraphLayout.of(run.steps(), step -> tone(step, standing.atWork())),
                timeline(run, standing.atWork()),
                run.steps().stream().map(step -> step(step, standing.atWork())).toList());
    }

    private PipelineStanding standing(PipelineLedger.Run run) {
        return new PipelineStanding(run, state.isAtWork(run));
    }

    private String words(PipelineStanding standing) {
        return switch (tone(standing)) {
            case BUSY -> "at work";
            case WARNING -> "interrupted";
            case GOOD -> "succeeded";
            case BAD -> "failed";
            case QUIET -> "did not do all it should";
        };
    }

    /** Steps that are switched off do not count against a run; what it came to in the end is in its own record. */
    private Tone tone(PipelineStanding standing) {
        if (standing.atWork()) {
            return Tone.BUSY;
        }
        if (standing.isInterrupted()) {
            return Tone.WARNING;
        }
        List<StepRecord> steps = standing.run().steps();
        if (steps.stream().anyMatch(step -> step.status() == StepStatus.FAILED)) {
            return Tone.BAD;
        }
        boolean all = steps.stream().noneMatch(step -> step.status() == StepStatus.SKIPPED);
        return all || succeeded(standing.run()) ? Tone.GOOD : Tone.QUIET;
    }

    private boolean succeeded(PipelineLedger.Run run) {
        return state.runs().stream()
                .anyMatch(record -> record.job().equals(run.pipeline())
                        && record.run().equals(run.run())
                        && record.status() == RunStatus.SUCCESS);
    }

    private List<Mark> earlier(String pipeline) {
        List<Mark> marks = new ArrayList<>(state.pipelines().stream()
                .filter(run -> run.pipeline().equals(pipeline))
                .limit(MARKS)
                .map(this::standing)
                .map(standing -> new Mark(
                        tone(standing),
                        standing.run().run() + ": " + words(standing) + ", " + standing.counts() + ", "
                                + Wording.moment(standing.run().at())))
                .toList());
        Collections.reverse(marks);
        return marks;
    }

    private List<TimelineBar> timeline(PipelineLedger.Run run, boolean atWork) {
        Instant end = atWork ? now : run.at();
        List<StepRecord> begun = run.steps().stream()
                .filter(step -> step.startedAt().isPresent())
                .sorted(Comparator.comparing(step -> step.startedAt().orElseThrow()))
                .toList();
        if (begun.isEmpty()) {
            return List.of();
        }
        Instant begin = begun.get(0).startedAt().orElseThrow();
        Instant last = begun.stream()
                .map(step -> step.endedAt().orElse(end))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        double span = Math.max(1, Duration.between(begin, last).toMillis());
        return begun.stream()
                .map(step -> {
                    Instant from = step.startedAt().orElseThrow();
                    Duration took = Duration.between(from, step.endedAt().orElse(end));
                    return new TimelineBar(
                            step.step(),
                            tone(step, atWork),
                            100 * Duration.between(begin, from).toMillis() / span,
                            Math.max(0.4, 100 * took.toMillis() / span),
                            Wording.took(took));
                })
                .toList();
    }

    /** A step whose process is gone is not at work, whatever it last said. */
    private static Tone tone(StepRecord step, boolean alive) {
        return alive || step.status().isFinal() ? Tone.of(step.status()) : Tone.WARNING;
    }

    private static StepView step(StepRecord step, boolean alive) {
        boolean did = step.status() == StepStatus.SUCCESS;
        boolean lost = !alive && !step.status().isFinal();
        return new StepView(
                step.step(),
                PipelineReport.kind(step),
                tone(step, alive),
                lost ? "interrupted" : step.status().name().toLowerCase(Locale.ROOT),
                PipelineReport.took(step),
                did ? Wording.count(step.figures().read()) : Wording.NONE,
                did ? Wording.count(step.figures().written()) : Wording.NONE,
                Wording.count(step.figures().version()),
                step.reason().orElse(""));
    }
}
