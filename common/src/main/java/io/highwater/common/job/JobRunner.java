package io.highwater.common.job;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.Outage;
import io.highwater.common.error.UserException;
import io.highwater.common.state.Lease;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.watch.LogFields;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one loop around every job: lease, reconcile, plan, run, commit, record, report. */
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final StateStore store;
    private final Clock clock;
    private final Supplier<String> runNames;
    private final StepListener listener;

    /**
     * @param store the state
     * @param clock says what time it is
     * @param runNames makes an identity for each run
     * @param listener is told of each step
     */
    public JobRunner(StateStore store, Clock clock, Supplier<String> runNames, StepListener listener) {
        this.store = store;
        this.clock = clock;
        this.runNames = runNames;
        this.listener = listener;
    }

    /**
     * Runs a job once.
     *
     * @param opened makes the job once the lease is held, because finding its table may take a session
     * @return what was done
     * @throws LeaseHeldException if another run holds the job
     * @throws UserException if the run failed; it is recorded then
     */
    public RunReport run(JobIdentity identity, String pattern, String targetName, Supplier<Job> opened) {
        String run = runNames.get();
        Lease lease = store.acquire(
                new StateStore.Applicant(identity.name(), run, pattern, targetName), identity.leaseTerm());
        RunWatch watch = new RunWatch(store, clock, lease);
        LOG.info("job {} run {} started: {} into {}", identity.name(), run, pattern, targetName);
        listener.reached(Step.LEASED);
        try (Heartbeat heartbeat = new Heartbeat(store, lease)) {
            return attempt(new Held(lease, heartbeat, watch), opened);
        }
    }

    /** A run that holds its job, and who is told of what becomes of it. */
    private record Held(Lease lease, Heartbeat heartbeat, RunWatch watch) {}

    private RunReport attempt(Held held, Supplier<Job> opened) {
        List<Outcome> outcomes = new ArrayList<>();
        Reconciliation.Result settled;
        try {
            Job job = opened.get();
            held.watch().opened(job);
            try (DeltaTarget.Look look = new DeltaTarget.Look()) {
                job.targets().forEach(look::at);
                settled = settled(job, held.lease());
                listener.reached(Step.RECONCILED);
                runUnits(job, look, new Context(settled, held, job.pattern(), outcomes), outcomes);
            }
        } catch (LeaseHeldException lost) {
            held.watch().ended(ending(held.lease(), outcomes).failed(lost.exitCode(), lost));
            throw lost;
        } catch (UserException failure) {
            recordFailure(held, outcomes, failure.exitCode(), failure);
            throw failure;
        } catch (Exception | Error unexpected) {
            Optional<UserException> outage = Outage.behind(unexpected);
            ExitCode code = outage.map(UserException::exitCode).orElse(ExitCode.BUG);
            recordFailure(
                    held, outcomes, code, outage.<Throwable>map(told -> told).orElse(unexpected));
            if (outage.isPresent()) {
                throw outage.get();
            }
            throw unexpected;
        }
        held.heartbeat().close();
        return recorded(held, settled, ending(settled.lease(), outcomes));
    }

    private Reconciliation.Result settled(Job job, Lease lease) {
        job.targets().forEach(DeltaTarget::register);
        return new Reconciliation(store, job.targets(), clock.instant()).of(lease);
    }

    private RunEnding ending(Lease lease, List<Outcome> outcomes) {
        return new RunEnding(lease, outcomes, clock.instant());
    }

    private RunReport recorded(Held held, Reconciliation.Result settled, RunEnding ending) {
        Lease lease = settled.lease();
        RunRecord record = ending.succeeded();
        try {
            store.finish(lease, record);
        } catch (RuntimeException failure) {
            UserException unrecorded = new UserException(
                    ExitCode.PARTIAL,
                    "Cannot record run " + lease.run() + " of job " + lease.job() + ": " + failure.getMessage()
                            + ". The data is committed; run again to reconcile.",
                    failure);
            held.watch().ended(ending.failed(unrecorded.exitCode(), unrecorded));
            throw unrecorded;
        }
        held.watch().ended(record);
        listener.reached(Step.RECORDED);
        LOG.info("job {} run {} ended: {}", lease.job(), lease.run(), record.status());
        return ending.report(settled.settled());
    }

    /** @param look ends when all is planned: what is done is done by the tables as they are then */
    private void runUnits(Job job, DeltaTarget.Look look, Context context, List<Outcome> outcomes) {
        try (Plan plan = job.plan()) {
            listener.reached(Step.PLANNED);
            List<Unit> units = plan.units(context);
            look.close();
            for (Unit unit : units) {
                context.begin();
                outcomes.add(unit.run(context));
            }
        }
        job.afterLoad().ifPresent(upkeep -> outcomes.addAll(upkeep.run(context.lease.job(), context, outcomes)));
    }

    /** A failure to record a failure must not hide it: the next run finds the lease and settles it. */
    private void recordFailure(Held held, List<Outcome> outcomes, ExitCode code, Throwable failure) {
        held.heartbeat().close();
        RunRecord record = ending(held.lease(), outcomes).failed(code, failure);
        LOG.info("job {} run {} ended: {} with exit code {}", record.job(), record.run(), record.status(), code.code());
        // Nothing can be written by a thread that is interrupted.
        boolean interrupted = Thread.interrupted();
        try {
            store.finish(held.lease(), record);
        } catch (RuntimeException unrecorded) {
            failure.addSuppressed(unrecorded);
        }
        held.watch().ended(record);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Context implements RunContext {
        private final Reconciliation.Result settled;
        private final Held held;
        private final String pattern;
        private final List<Outcome> outcomes;
        private Lease lease;
        private boolean begun;

        Context(Reconciliation.Result settled, Held held, String pattern, List<Outcome> outcomes) {
            this.outcomes = outcomes;
            this.settled = settled;
            this.held = held;
            this.pattern = pattern;
            this.lease = settled.lease();
        }

        /** Each unit commits under a generation of its own, so that what one of them left behind is told from the next. */
        void begin() {
            if (begun) {
                lease = store.raise(lease, lease.generation());
            }
            begun = true;
        }

        @Override
        public String run() {
            return lease.run();
        }

        @Override
        public LogFields.Scope unit(String name) {
            return held.watch().unit(name);
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void reached(Step step) {
            listener.reached(step);
        }

        @Override
        public Stamp stamp(Map<String, String> facts) {
            return new Stamp(lease.job(), lease.run(), lease.generation(), pattern, facts);
        }

        @Override
        public void parts(List<Outcome> some) {
            outcomes.addAll(some);
            begin();
        }

        @Override
        public boolean followsInterruptedRun() {
            return settled.settled().stream().anyMatch(run -> run.status() == RunStatus.FAILED);
        }

        @Override
        public void checkLease() {
            held.heartbeat().check();
        }
    }

    /** When a run began and something random: readable, sortable, never the same twice. */
    public static String runName(Instant now) {
        String time = java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss")
                .withZone(java.time.ZoneOffset.UTC)
                .format(now);
        return time + "-" + java.util.UUID.randomUUID().toString().substring(0, 8);
    }
}
