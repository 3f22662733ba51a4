package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.Outage;
import io.highwater.common.error.UserException;
import io.highwater.common.job.RunContext;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.target.StagingFailures;
import io.highwater.common.target.VacantRange;
import io.highwater.common.time.Window;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads groups, each as often as it takes: again where a failure may pass, in parts where only some intervals are to blame. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final BackfillPlan plan;
    private final RunContext context;
    private final StopSignal stop;
    private final GroupLoad load;

    Worker(BackfillPlan plan, Map<String, String> watermark, RunContext context, StopSignal stop, SourceNow now) {
        Map<String, String> carried = new HashMap<>(watermark);
        carried.putAll(now.facts(plan.loading().type()));
        this.plan = plan;
        this.context = context;
        this.stop = stop;
        Loading loading = plan.loading();
        Window all = new Group(plan.lacking()).window();
        this.load = new GroupLoad(
                loading,
                context,
                stop,
                new Semaphore(loading.settings().parallelism()),
                new ReentrantLock(),
                VacantRange.of(loading.target(), loading.inside(all), context.run()),
                new HashSet<>(),
                carried);
    }

    /** What became of a group. */
    sealed interface Result {}

    /** It is the table's. */
    record Loaded(Group group, GroupLoad.Loaded load, int attempts) implements Result {}

    /** It is to be loaded in these parts. */
    record Split(Group group, List<Group> groups) implements Result {}

    /** It was left alone, because the run is to stop. */
    record NotBegun(Group group) implements Result {}

    /** It cannot be loaded. */
    record Failed(Group group, RuntimeException failure, int attempts) implements Result {}

    /**
     * Loads a group.
     *
     * @param parts how many parts its rows are to be read in; 0 lets the source balance them
     * @param more whether its commit is surely not the run's last
     * @throws LeaseHeldException if the job was taken over
     */
    Result load(Group group, int parts, boolean more) {
        try (var unit = context.unit(group.window().describe(plan.loading().type()))) {
            return tried(group, parts, more);
        }
    }

    /** What the table has of these intervals is looked up whatever is known of it: the run has not loaded it, or has before. */
    void lookAt(Collection<Window> some) {
        load.tried().addAll(some);
    }

    private Result tried(Group group, int parts, boolean more) {
        Result result = once(group, parts, more, 1);
        while (result instanceof Failed failed && isWorthAnotherAttempt(failed)) {
            stop.await(pause(failed.attempts()));
            if (stop.isRaised()) {
                return failed;
            }
            Result next = once(group, parts, more, failed.attempts() + 1);
            result = next instanceof NotBegun ? failed : next;
        }
        return result instanceof Failed failed && mayLieInOneInterval(failed)
                ? new Split(group, group.halves())
                : result;
    }

    private Result once(Group group, int parts, boolean more, int attempt) {
        try {
            return new Loaded(group, load.load(group, parts, more), attempt);
        } catch (NotBegunException stopping) {
            return new NotBegun(group);
        } catch (GuiltyIntervalsException some) {
            return new Split(group, group.apart(some.guilty()));
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (Exception any) {
            // Spark throws exceptions that its methods do not declare.
            return new Failed(group, explained(group, any), attempt);
        }
    }

    private RuntimeException explained(Group group, Exception any) {
        RuntimeException failure = StagingFailures.explained(
                any,
                other -> Outage.behind(other)
                        .<RuntimeException>map(told -> told)
                        .orElseGet(() -> new IllegalStateException(other)),
                plan.loading().target());
        if (!(failure instanceof UserException)) {
            LOG.error("Loading {} failed", group.window(), any);
        }
        return failure;
    }

    private boolean isWorthAnotherAttempt(Failed failed) {
        return mayPass(failed.failure())
                && failed.attempts() < plan.loading().settings().retry().attempts()
                && !stop.isRaised();
    }

    /** What does not pass may be one broken file or page; but where nothing answers, no interval would do better alone. */
    private boolean mayLieInOneInterval(Failed failed) {
        RuntimeException failure = failed.failure();
        if (failed.group().size() == 1) {
            return false;
        }
        return mayPass(failure) ? !stop.isRaised() && !OutOfReach.isBehind(failure) : isOfTheRows(failure);
    }

    private static boolean mayPass(RuntimeException failure) {
        return failure instanceof UserException known
                && (known.exitCode() == ExitCode.UNAVAILABLE || known.exitCode() == ExitCode.PARTIAL);
    }

    /** What is wrong with the configuration is wrong with every interval. */
    private static boolean isOfTheRows(RuntimeException failure) {
        return !(failure instanceof UserException known) || known.exitCode() == ExitCode.REFUSED;
    }

    /** Twice as long each time, and not the same for all. */
    private Duration pause(int attempt) {
        Duration backoff = plan.loading().settings().retry().backoff();
        long doubled = Math.min(backoff.toMillis() << Math.min(attempt - 1, 20), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1));
    }
}
