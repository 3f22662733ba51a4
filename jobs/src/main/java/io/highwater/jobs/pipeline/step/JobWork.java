package io.highwater.jobs.pipeline.step;

import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.job.JobRunner;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.StepListener;
import io.highwater.common.job.Tended;
import io.highwater.common.state.States;
import io.highwater.common.state.StepRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A run of a job, just as its own command would run it.
 *
 * @param <S> the job's settings
 * @param listener is told of each step of the job's run
 */
public record JobWork<S>(JobKind<S> jobKind, S settings, States states, StepListener listener) implements StepWork {
    @Override
    public String kind() {
        return jobKind.name();
    }

    @Override
    public Optional<String> target() {
        return Optional.of(
                jobKind.targets(settings).stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public Optional<String> job() {
        return Optional.of(described(jobKind.identity(settings)));
    }

    @Override
    public Optional<Tended> tables() {
        return Optional.of(new Tended(jobKind.identity(settings), jobKind.tables(settings)));
    }

    /** A job in words that tell it from all others. */
    public static String described(JobIdentity identity) {
        return identity.name() + " below " + identity.statePath();
    }

    @Override
    public boolean leavesSessionClean() {
        return true;
    }

    @Override
    public List<String> plan(SparkSession spark) {
        try (Plan plan = jobKind.job(spark, settings, states).plan()) {
            return plan.description();
        }
    }

    @Override
    public Done run(StepContext context) {
        JobIdentity identity = jobKind.identity(settings);
        JobRunner runner = new JobRunner(
                states.runs(identity.statePath()),
                states.clock(),
                () -> JobRunner.runName(states.clock().instant()),
                listener);
        RunReport report = runner.run(
                identity, jobKind.name(), target().orElseThrow(), () -> jobKind.job(context.spark(), settings, states));
        return new Done(summary(report.outcomes()), figures(report.outcomes()), Optional.of(report.run()));
    }

    private static StepRecord.Figures figures(List<Outcome> outcomes) {
        return new StepRecord.Figures(
                outcomes.stream().mapToLong(Outcome::rowsRead).sum(),
                outcomes.stream().mapToLong(Outcome::rowsWritten).sum(),
                outcomes.stream().mapToLong(Outcome::rowsQuarantined).sum(),
                outcomes.stream()
                        .filter(Outcome.Committed.class::isInstance)
                        .mapToLong(outcome -> ((Outcome.Committed) outcome).version())
                        .max());
    }

    private static String summary(List<Outcome> outcomes) {
        StepRecord.Figures figures = figures(outcomes);
        OptionalLong version = figures.version();
        if (version.isEmpty()) {
            return tended(outcomes)
                    .or(() -> outcomes.stream()
                            .filter(Outcome.Unchanged.class::isInstance)
                            .map(outcome -> ((Outcome.Unchanged) outcome).reason())
                            .reduce((one, other) -> other))
                    .orElse("there was nothing to do");
        }
        return figures.quarantined() == 0
                ? "committed"
                : String.format("committed, %,d rows set aside", figures.quarantined());
    }

    /** What was done for the table's sake, and what could not be. */
    private static Optional<String> tended(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Upkeep.class::isInstance)
                .map(Outcome.Upkeep.class::cast)
                .flatMap(upkeep -> Stream.concat(upkeep.notes().stream(), upkeep.warning().stream()))
                .reduce((one, other) -> one + "; " + other);
    }
}
