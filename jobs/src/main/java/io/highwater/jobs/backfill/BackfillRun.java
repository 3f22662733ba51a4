package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.time.Window;
import io.highwater.jobs.backfill.KeyClashes.Clash;
import io.highwater.jobs.cli.Interrupts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All intervals of a run: handed out in groups to a few workers, until nothing is left or enough has failed. While nothing
 * has succeeded yet there is one worker, if a canary is wanted.
 */
final class BackfillRun implements Unit {
    private static final Logger LOG = LoggerFactory.getLogger(BackfillRun.class);
    private static final long TICK_MILLIS = 500;
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    /** Groups that wait to be committed keep nobody from reading the next; unless they are to be one after the other. */
    private static final int WAITING = 2;

    private final BackfillPlan plan;
    private final BackfillSettings settings;
    private final Map<String, String> watermark;
    private final BackfillProgress progress;
    private final Worklist worklist;
    private final GroupSize size;

    /** @param watermark facts that every commit of the run is to say */
    BackfillRun(BackfillPlan plan, Map<String, String> watermark, BackfillProgress progress) {
        this.plan = plan;
        this.watermark = watermark;
        this.settings = plan.loading().settings();
        this.progress = progress;
        this.worklist = new Worklist(plan.lacking(), settings.order());
        this.size = new GroupSize(
                settings.groupRows(), settings.job().target().upkeep().small());
    }

    @Override
    public Outcome run(RunContext context) {
        KeyClashes clashes = new KeyClashes(plan.loading());
        if (worklist.isEmpty()) {
            plan.ledger().write();
            return nothingLacking(context, clashes);
        }
        if (context.followsInterruptedRun()) {
            Loading loading = plan.loading();
            loading.quarantine()
                    .forgetAfter(loading.target().generationOf(loading.job()).orElse(0L));
        }
        SourceNow now = plan.now();
        Tally tally = new Tally(plan, context, now);
        tally.planned(plan.lacking());
        StopSignal stop = new StopSignal();
        ExecutorService workers = Executors.newFixedThreadPool(settings.parallelism() + WAITING);
        try (var handler = Interrupts.first(() -> stop.raise("it was interrupted"))) {
            Dispatch dispatch = new Dispatch(
                    tally,
                    stop,
                    new ExecutorCompletionService<>(workers),
                    new Worker(plan, watermark, context, stop, now));
            dispatch(context, dispatch);
            settleClashes(context, dispatch, clashes);
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (RuntimeException | Error died) {
            writeDown(died);
            throw died;
        } finally {
            end(workers);
        }
        progress.at(tally.standing(true));
        tally.skipped(worklist.rest(), stop.reason().orElse("the run ended before it came to it"));
        plan.ledger().write();
        tally.count();
        plan.ledger().write();
        return tally.outcome(stop.reason());
    }

    /** A run that died may have come to loading, and not to looking for clashes. */
    private Outcome nothingLacking(RunContext context, KeyClashes clashes) {
        boolean unsure = settings.verify() || context.followsInterruptedRun();
        List<Clash> found = unsure ? clashes.of(plan.loaded()) : List.of();
        if (!plan.left().isEmpty() || !found.isEmpty()) {
            Tally tally = new Tally(plan, context, plan.now());
            refuse(tally, clashes, found);
            plan.ledger().write();
            return tally.outcome(Optional.empty());
        }
        List<String> notes = new ArrayList<>(plan.notes());
        plan.handover().ifPresent(handover -> notes.addAll(handover.complete(context)));
        return new Outcome.Unchanged(0, "every interval is loaded", notes);
    }

    /** A row whose date was changed may be in two intervals: both are loaded again. What is left then is no such row. */
    private void settleClashes(RunContext context, Dispatch dispatch, KeyClashes clashes) {
        List<Clash> found = dispatch.tally().hasLoaded() ? clashes.of(plan.loaded()) : List.of();
        if (!found.isEmpty()
                && found.size() < KeyClashes.MOST
                && !dispatch.stop().isRaised()) {
            Set<Window> again = KeyClashes.intervals(found, plan.intervals());
            dispatch.tally().again(again);
            dispatch.worker().lookAt(again);
            worklist.putBack(
                    again.stream().map(interval -> new Group(List.of(interval))).toList());
            dispatch(context, dispatch);
            found = clashes.of(plan.loaded());
        }
        refuse(dispatch.tally(), clashes, found);
    }

    private void refuse(Tally tally, KeyClashes clashes, List<Clash> found) {
        if (!found.isEmpty()) {
            tally.refused(KeyClashes.intervals(found, plan.loaded()), clashes.refusal(found));
        }
    }

    /** What is known of intervals is kept though the run dies of something else. */
    private void writeDown(Throwable died) {
        // Nothing can be written by a thread that is interrupted.
        boolean interrupted = Thread.interrupted();
        try {
            plan.ledger().write();
        } catch (RuntimeException unwritten) {
            died.addSuppressed(unwritten);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody may be at work any more when the lease is given back. */
    private static void end(ExecutorService workers) {
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A group is still being loaded; a later run would be told of its commit, or refuse it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Dispatch(
            Tally tally, StopSignal stop, ExecutorCompletionService<Worker.Result> service, Worker worker) {}

    private void dispatch(RunContext context, Dispatch dispatch) {
        int running = 0;
        while (true) {
            while (running < workersAllowed(dispatch.tally())
                    && !worklist.isEmpty()
                    && !dispatch.stop().isRaised()) {
                Group group = nextGroup();
                int parts = size.parts(group.size(), tasks(), settings.parallelism() == 1);
                boolean more =
                        running > 0 || !worklist.isEmpty() || dispatch.tally().hasFailures();
                dispatch.tally().begun(group);
                var unused = dispatch.service().submit(() -> dispatch.worker().load(group, parts, more));
                running++;
            }
            if (running == 0) {
                return;
            }
            Future<Worker.Result> done = next(dispatch);
            if (done != null) {
                running--;
                settle(dispatch, result(done));
            }
            context.checkLease();
            plan.ledger().writeNowAndThen();
            progress.at(dispatch.tally().standing(false));
        }
    }

    private Group nextGroup() {
        int most = worklist.isNextPutBack()
                ? worklist.size()
                : size.next(
                        worklist.size(),
                        settings.parallelism(),
                        some -> plan.loading()
                                .changes()
                                .estimate(worklist.neighbours(some).window()));
        return worklist.take(most);
    }

    private int tasks() {
        return plan.loading().spark().sparkContext().defaultParallelism();
    }

    private int workersAllowed(Tally tally) {
        boolean alone = settings.parallelism() == 1 || (settings.canary() && !tally.hasLoaded());
        return alone ? 1 : settings.parallelism() + WAITING;
    }

    private void settle(Dispatch dispatch, Worker.Result result) {
        Tally tally = dispatch.tally();
        if (result instanceof Worker.Loaded loaded) {
            tally.succeeded(loaded.group(), loaded.load(), loaded.attempts());
            size.learn(
                    loaded.load().rows(),
                    loaded.load().commit().bytes(),
                    loaded.group().size());
        } else if (result instanceof Worker.Split split) {
            worklist.putBack(split.groups());
            tally.putBack(split.group());
        } else if (result instanceof Worker.NotBegun waiting) {
            worklist.putBack(List.of(waiting.group()));
            tally.putBack(waiting.group());
        } else {
            Worker.Failed failed = (Worker.Failed) result;
            tally.failed(failed.group(), failed.failure(), failed.attempts());
            tally.reasonToStop().ifPresent(dispatch.stop()::raise);
        }
    }

    private static Future<Worker.Result> next(Dispatch dispatch) {
        try {
            return dispatch.service().poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            dispatch.stop().raise("the run was interrupted");
            throw new UserException(
                    ExitCode.PARTIAL,
                    "The run was interrupted. What it has loaded stays; run again for the rest.",
                    interrupted);
        }
    }

    private static Worker.Result result(Future<Worker.Result> done) {
        try {
            return done.get();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }
}
