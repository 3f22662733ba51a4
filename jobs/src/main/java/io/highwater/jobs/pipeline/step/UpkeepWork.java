package io.highwater.jobs.pipeline.step;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobRunner;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.StepListener;
import io.highwater.common.job.Tended;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.state.States;
import io.highwater.common.state.StepRecord;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The upkeep of the tables of other steps, each as its job's own command would do it. A job with nothing to do is not run, and
 * one that another run holds is left for another time.
 *
 * @param jobs whose tables
 * @param listener is told of each step of each job's run
 */
public record UpkeepWork(List<Tended> jobs, States states, StepListener listener) implements StepWork {
    public UpkeepWork {
        jobs = List.copyOf(jobs);
    }

    /** The same for other jobs. */
    public UpkeepWork of(List<Tended> others) {
        return new UpkeepWork(others, states, listener);
    }

    @Override
    public String kind() {
        return Upkeep.PATTERN;
    }

    @Override
    public Optional<String> target() {
        return Optional.of(jobs.stream().map(UpkeepWork::names).collect(Collectors.joining(", ")));
    }

    /** It goes on with the states of others. */
    @Override
    public Optional<String> job() {
        return Optional.empty();
    }

    @Override
    public boolean leavesSessionClean() {
        return true;
    }

    @Override
    public List<String> plan(SparkSession spark) {
        List<String> lines = new ArrayList<>();
        for (Tended tended : jobs) {
            try (Plan plan = upkeep(spark, tended).plan()) {
                lines.addAll(plan.description());
            }
        }
        return lines;
    }

    @Override
    public Done run(StepContext context) {
        List<String> done = new ArrayList<>();
        List<UserException> failures = new ArrayList<>();
        for (Tended tended : jobs) {
            try {
                done.addAll(tend(context.spark(), tended));
            } catch (LeaseHeldException held) {
                done.add(tended.identity().name() + " is left for another time: " + held.getMessage());
            } catch (UserException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw new UserException(
                    failures.size() < jobs.size()
                            ? ExitCode.PARTIAL
                            : failures.get(0).exitCode(),
                    failures.stream().map(Throwable::getMessage).collect(Collectors.joining(" ")),
                    failures.get(0));
        }
        String words = done.isEmpty() ? "nothing is due" : String.join("; ", done);
        return new Done(words, StepRecord.Figures.NONE, Optional.empty());
    }

    /** The first job of a state path sees to the state's tables too. */
    private Upkeep upkeep(SparkSession spark, Tended tended) {
        String path = tended.identity().statePath();
        Tended first = jobs.stream()
                .filter(job -> job.identity().statePath().equals(path))
                .findFirst()
                .orElseThrow();
        List<String> state = first.equals(tended) ? states.tables(path) : List.of();
        return new Upkeep(spark, tended, state, states.clock());
    }

    private List<String> tend(SparkSession spark, Tended tended) {
        if (!upkeep(spark, tended).isDue()) {
            return List.of();
        }
        JobIdentity identity = tended.identity();
        JobRunner runner = new JobRunner(
                states.runs(identity.statePath()),
                states.clock(),
                () -> JobRunner.runName(states.clock().instant()),
                listener);
        RunReport report = runner.run(identity, Upkeep.PATTERN, names(tended), () -> upkeep(spark, tended));
        return report.outcomes().stream()
                .filter(Outcome.Upkeep.class::isInstance)
                .map(Outcome.Upkeep.class::cast)
                .flatMap(UpkeepWork::told)
                .toList();
    }

    private static Stream<String> told(Outcome.Upkeep outcome) {
        return Stream.concat(outcome.notes().stream(), outcome.warning().stream());
    }

    private static String names(Tended tended) {
        return tended.tables().stream()
                .map(TargetSettings::address)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }
}
