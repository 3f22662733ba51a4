package io.highwater.jobs.pipeline;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import io.highwater.jobs.cli.Interrupts;
import io.highwater.jobs.pipeline.graph.Schedule;
import io.highwater.jobs.pipeline.step.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * All steps of a run. One thread decides; each attempt at a step has a thread of its own, and says when it is over.
 */
final class PipelineRun implements Unit {
    private static final Duration TICK = Duration.ofMillis(500);

    private final PipelinePlan plan;
    private final PipelineLedger ledger;
    private final Clock clock;
    private final PipelineProgress progress;
    private final Schedule schedule;
    private final Attempts attempts;
    private final Map<String, Instant> again = new HashMap<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private Standing standing;

    PipelineRun(PipelinePlan plan, SparkSession spark, PipelineLedger ledger, Clock clock, PipelineProgress progress) {
        this.plan = plan;
        this.attempts = new Attempts(new StepSessions(spark), clock);
        this.ledger = ledger;
        this.clock = clock;
        this.progress = progress;
        this.schedule = new Schedule(plan.graph());
    }

    @Override
    public Outcome run(RunContext context) {
        String name = plan.settings().identity().name();
        try (Journal journal = new Journal(ledger, name, context.run(), clock);
                var handler = Interrupts.first(() -> interrupted.set(true))) {
            standing = new Standing(plan.selected(), record -> {
                journal.note(record);
                progress.changed(record);
            });
            settleBeforehand();
            try {
                loop(context);
            } finally {
                attempts.interrupt();
            }
            journal.close();
            return outcome(journal);
        }
    }

    /** How the steps stand, in their order; none before the run has begun. */
    List<StepRecord> records() {
        return standing == null ? List.of() : standing.records();
    }

    private void settleBeforehand() {
        for (StepSettings step : plan.selected()) {
            Optional<StepRecord> kept = plan.kept(step.name());
            if (kept.isPresent()) {
                standing.change(
                        step.name(),
                        planned -> planned.succeeded(
                                "kept from run " + plan.resumed().orElseThrow().run(),
                                kept.get().figures(),
                                kept.get().jobRun(),
                                kept.get().endedAt().orElseThrow()));
                skip(schedule.ended(step.name(), StepStatus.SUCCESS));
            } else if (!step.enabled()) {
                standing.change(step.name(), planned -> planned.skipped("it is not enabled"));
                skip(schedule.ended(step.name(), StepStatus.SKIPPED));
            }
        }
    }

    private void loop(RunContext context) {
        while (!schedule.isDone()) {
            context.checkLease();
            if (interrupted.get()) {
                skip(schedule.stopped("the run was interrupted before its turn came"));
                again.keySet().forEach(this::giveUp);
                again.clear();
            }
            begin(context);
            attempts.press().forEach(this::abandoned);
            try {
                attempts.next(pause()).ifPresent(this::settle);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new UserException(ExitCode.PARTIAL, "The pipeline was interrupted. Go on with --resume.", stop);
            }
        }
    }

    private void giveUp(String step) {
        StepRecord last = standing.of(step);
        standing.change(
                step,
                record -> record.failed(
                        last.reason().orElse("") + "; the run was interrupted before that",
                        ExitCode.UNAVAILABLE.code(),
                        clock.instant()));
        skip(schedule.ended(step, StepStatus.FAILED));
    }

    /** Begins what there is room for: second attempts that are due, then steps in their order. */
    private void begin(RunContext context) {
        Instant now = clock.instant();
        List<String> due = again.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        for (String step : due) {
            if (attempts.haveRoomFor(plan.settings().step(step), plan.parallelism())) {
                again.remove(step);
                begin(context, plan.settings().step(step));
            }
        }
        for (String step : schedule.ready()) {
            if (attempts.haveRoomFor(plan.settings().step(step), plan.parallelism())) {
                schedule.started(step);
                begin(context, plan.settings().step(step));
            }
        }
    }

    private void begin(RunContext context, StepSettings step) {
        Instant now = clock.instant();
        int number = standing.of(step.name()).attempts() + 1;
        Map<String, String> dependencies = new HashMap<>();
        step.node().dependsOn().stream()
                .filter(plan.graph().names()::contains)
                .forEach(other ->
                        dependencies.put(other, standing.of(other).status().name()));
        standing.change(step.name(), record -> record.running(number, now));
        attempts.begin(
                step,
                number,
                session -> new StepContext(
                        session,
                        plan.settings().identity().name(),
                        context.run(),
                        step.name(),
                        Map.of(),
                        dependencies));
    }

    private void abandoned(Attempt attempt) {
        over(attempt, Verdict.late(attempt, "it was cancelled and interrupted, and does not end"), false);
    }

    /** Until something is due; never so long that an interrupt waits. */
    private Duration pause() {
        Instant now = clock.instant();
        Instant next = Stream.concat(attempts.deadlines(), again.values().stream())
                .min(Comparator.naturalOrder())
                .filter(due -> due.isBefore(now.plus(TICK)))
                .orElse(now.plus(TICK));
        return next.isBefore(now) ? Duration.ZERO : Duration.between(now, next);
    }

    private void settle(Attempt.Ended ended) {
        Attempt attempt = ended.attempt();
        String name = attempt.step().name();
        if (ended.failure() == null) {
            standing.change(
                    name,
                    record -> record.succeeded(
                            ended.done().summary(),
                            ended.done().figures(),
                            ended.done().run(),
                            clock.instant()));
            skip(schedule.ended(name, StepStatus.SUCCESS));
        } else if (attempt.isCancelled()) {
            over(attempt, Verdict.late(attempt, "its Spark jobs were cancelled"), true);
        } else {
            Verdict verdict = Verdict.of(attempt, ended.failure(), plan.redacted());
            over(attempt, verdict, verdict.mayPass());
        }
    }

    private void over(Attempt attempt, Verdict verdict, boolean mayPass) {
        String name = attempt.step().name();
        StepSettings.Retry retry = attempt.step().retry();
        if (mayPass && attempt.number() < retry.attempts() && !interrupted.get()) {
            Duration pause = retry.pauseAfter(attempt.number());
            again.put(name, clock.instant().plus(pause));
            standing.change(
                    name,
                    record -> record.saying("attempt " + attempt.number() + " of " + retry.attempts()
                            + " failed, the next is in " + Words.of(pause) + ": " + verdict.reason()));
            return;
        }
        standing.change(
                name, record -> record.failed(verdict.reason(), verdict.code().code(), clock.instant()));
        skip(schedule.ended(name, StepStatus.FAILED));
    }

    private void skip(List<Schedule.Skip> skips) {
        skips.forEach(skip -> standing.change(skip.step(), record -> record.skipped(skip.reason())));
    }

    private Outcome outcome(Journal journal) {
        List<StepRecord> records = standing.records();
        new Ending(plan, records).throwUnlessAllSucceeded();
        if (journal.failure().isPresent()) {
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Every step succeeded, but how they went could not be written down: "
                            + journal.failure().get().getMessage(),
                    journal.failure().get());
        }
        return new Outcome.Steps(
                records.stream().mapToLong(record -> record.figures().read()).sum(),
                records.stream().mapToLong(record -> record.figures().written()).sum(),
                records.stream()
                        .mapToLong(record -> record.figures().quarantined())
                        .sum(),
                List.of());
    }
}
