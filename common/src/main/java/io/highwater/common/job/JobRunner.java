package io.highwater.common.job;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.Lease;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.target.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        LOG.info("job {} run {} started: {} into {}", identity.name(), run, pattern, targetName);
        listener.reached(Step.LEASED);
        try (Heartbeat heartbeat = new Heartbeat(store, lease)) {
            return attempt(lease, heartbeat, opened);
        }
    }

    private RunReport attempt(Lease lease, Heartbeat heartbeat, Supplier<Job> opened) {
        List<Outcome> outcomes = new ArrayList<>();
        Reconciliation.Result settled;
        try {
            Job job = opened.get();
            settled = new Reconciliation(store, job.targets(), clock.instant()).of(lease);
            listener.reached(Step.RECONCILED);
            runUnits(job, new Context(settled, heartbeat, job.pattern(), outcomes), outcomes);
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (UserException failure) {
            recordFailure(lease, heartbeat, outcomes, failure.exitCode(), failure);
            throw failure;
        } catch (Exception | Error defect) {
            recordFailure(lease, heartbeat, outcomes, ExitCode.BUG, defect);
            throw defect;
        }
        heartbeat.close();
        return recorded(settled, outcomes);
    }

    private RunReport recorded(Reconciliation.Result settled, List<Outcome> outcomes) {
        Lease lease = settled.lease();
        RunRecord record = ended(lease, RunStatus.SUCCESS, ExitCode.OK, outcomes, warnings(outcomes));
        try {
            store.finish(lease, record);
        } catch (RuntimeException unrecorded) {
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Cannot record run " + lease.run() + " of job " + lease.job() + ": " + unrecorded.getMessage()
                            + ". The data is committed; run again to reconcile.",
                    unrecorded);
        }
        listener.reached(Step.RECORDED);
        LOG.info("job {} run {} ended: {}", lease.job(), lease.run(), record.status());
        return report(record, outcomes, settled.settled());
    }

    private static Optional<String> warnings(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Upkeep.class::isInstance)
                .flatMap(outcome -> ((Outcome.Upkeep) outcome).warning().stream())
                .reduce((one, other) -> one + " " + other);
    }

    private void runUnits(Job job, Context context, List<Outcome> outcomes) {
        try (Plan plan = job.plan()) {
            listener.reached(Step.PLANNED);
            for (Unit unit : plan.units(context)) {
                context.begin();
                outcomes.add(unit.run(context));
            }
        }
        job.afterLoad().ifPresent(upkeep -> outcomes.addAll(upkeep.run(context.lease.job(), context, outcomes)));
    }

    /** A failure to record a failure must not hide it: the next run finds the lease and settles it. */
    private void recordFailure(
            Lease lease, Heartbeat heartbeat, List<Outcome> outcomes, ExitCode code, Throwable failure) {
        heartbeat.close();
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        LOG.info("job {} run {} ended: {} with exit code {}", lease.job(), lease.run(), RunStatus.FAILED, code.code());
        // Nothing can be written by a thread that is interrupted.
        boolean interrupted = Thread.interrupted();
        try {
            store.finish(lease, ended(lease, RunStatus.FAILED, code, outcomes, Optional.of(message)));
        } catch (RuntimeException unrecorded) {
            failure.addSuppressed(unrecorded);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RunRecord ended(
            Lease lease, RunStatus status, ExitCode code, List<Outcome> outcomes, Optional<String> message) {
        return new RunRecord(
                lease.job(),
                lease.run(),
                lease.generation(),
                lease.pattern(),
                status,
                lease.since(),
                clock.instant(),
                OptionalLong.of(code.code()),
                OptionalLong.of(outcomes.stream().mapToLong(Outcome::rowsRead).sum()),
                OptionalLong.of(
                        outcomes.stream().mapToLong(Outcome::rowsWritten).sum()),
                OptionalLong.of(
                        outcomes.stream().mapToLong(Outcome::rowsQuarantined).sum()),
                lease.target(),
                version(outcomes),
                message);
    }

    private static OptionalLong version(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Committed.class::isInstance)
                .mapToLong(outcome -> ((Outcome.Committed) outcome).version())
                .max();
    }

    private static RunReport report(RunRecord record, List<Outcome> outcomes, List<RunRecord> settled) {
        List<String> recovered = settled.stream()
                .map(earlier -> "run " + earlier.run() + ": " + earlier.status()
                        + earlier.message().map(message -> ", " + message).orElse(""))
                .toList();
        return new RunReport(
                record.job(),
                record.run(),
                record.pattern(),
                record.target(),
                outcomes,
                recovered,
                record.startedAt(),
                Duration.between(record.startedAt(), record.endedAt()));
    }

    private final class Context implements RunContext {
        private final Reconciliation.Result settled;
        private final Heartbeat heartbeat;
        private final String pattern;
        private final List<Outcome> outcomes;
        private Lease lease;
        private boolean begun;

        Context(Reconciliation.Result settled, Heartbeat heartbeat, String pattern, List<Outcome> outcomes) {
            this.outcomes = outcomes;
            this.settled = settled;
            this.heartbeat = heartbeat;
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
            heartbeat.check();
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
