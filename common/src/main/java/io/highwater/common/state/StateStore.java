package io.highwater.common.state;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * What the jobs of one lake know about themselves: who holds which job, and how every run ended. All of it lies in the
 * Delta table {@code <state path>/runs}: a row per finished run, and the leases in the table's domain metadata, so that
 * ending a run and giving its lease back is one commit. The state is an index: what counts is in the stamps of the data
 * commits.
 */
public final class StateStore {
    private final StateTable table;
    private final Clock clock;
    private final Holder self;
    private final UnaryOperator<String> redacted;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     * @param clock says what time it is
     * @param self the process that takes leases
     */
    public StateStore(Configuration hadoop, String statePath, Clock clock, Holder self) {
        this(hadoop, statePath, clock, self, UnaryOperator.identity());
    }

    /** @param redacted takes secrets out of what is said of a run */
    StateStore(Configuration hadoop, String statePath, Clock clock, Holder self, UnaryOperator<String> redacted) {
        this.table = new StateTable(hadoop, statePath + "/runs", RunRows.SCHEMA);
        this.clock = clock;
        this.self = self;
        this.redacted = redacted;
    }

    /** Who wants to run what. */
    public record Applicant(String job, String run, String pattern, String target) {}

    /**
     * Takes the lease of a job. Earlier runs that ended without a record come with it as {@link Lease#unsettled()}.
     *
     * @throws LeaseHeldException if another run holds the job
     */
    public Lease acquire(Applicant applicant, Duration term) {
        return table.decided(base -> {
            Lease mine = following(base.flatMap(view -> lease(view, applicant.job())), applicant, term);
            commit(base, mine, List.of());
            return mine;
        });
    }

    /**
     * Says that the holder lives.
     *
     * @throws LeaseHeldException if the lease was lost
     */
    public void renew(Lease mine) {
        change(mine, current -> current.renewed(clock.instant()), List.of());
    }

    /**
     * Takes a greater generation within a lease that is held, because the data is ahead of the state.
     *
     * @throws LeaseHeldException if the lease was lost
     */
    public Lease raise(Lease mine, long aboveGeneration) {
        return change(mine, current -> current.raised(aboveGeneration), List.of());
    }

    /**
     * Records what became of the unsettled runs.
     *
     * @throws LeaseHeldException if the lease was lost
     */
    public void settle(Lease mine, List<RunRecord> runs) {
        change(mine, Lease::settled, runs);
    }

    /**
     * Records how a run ended and gives its lease back, in one commit.
     *
     * @throws LeaseHeldException if the lease was lost meanwhile; nothing is recorded then
     */
    public void finish(Lease mine, RunRecord outcome) {
        change(mine, current -> current.in(Lease.State.RELEASED), List.of(outcome));
    }

    /**
     * Ends the lease of a run that died, on the word of a person.
     *
     * @return the lease that was ended; empty if none was held
     */
    public Optional<Lease> release(String job) {
        return table.decided(base -> {
            Optional<Lease> held =
                    base.flatMap(view -> lease(view, job)).filter(lease -> lease.state() == Lease.State.HELD);
            if (held.isPresent()) {
                commit(base, held.get().in(Lease.State.ABANDONED), List.of());
            }
            return held;
        });
    }

    /** The lease of a job as last written, held or not. */
    public Optional<Lease> lease(String job) {
        return table.latest().flatMap(view -> lease(view, job));
    }

    /** Every job's lease as last written, held or not. */
    public List<Lease> leases() {
        return table.latest().map(StateStore::leases).orElse(List.of());
    }

    /** Every finished run, in no particular order. */
    public List<RunRecord> runs() {
        return table.rows(RunRows::record);
    }

    /** The runs that were recorded last, about so many, in no particular order. */
    public List<RunRecord> latestRuns(int about) {
        return table.latestRows(RunRows::record, about);
    }

    private static List<Lease> leases(View view) {
        return view.notes().entrySet().stream()
                .filter(note -> LeaseNote.isLease(note.getKey()))
                .map(note -> LeaseNote.lease(note.getValue()))
                .toList();
    }

    private static Optional<Lease> lease(View view, String job) {
        return Optional.ofNullable(view.notes().get(LeaseNote.name(job))).map(LeaseNote::lease);
    }

    private Lease following(Optional<Lease> before, Applicant applicant, Duration term) {
        before.filter(lease -> lease.isHeldAt(clock.instant(), self)).ifPresent(lease -> {
            throw LeaseHeldException.heldBy(lease);
        });
        Instant now = clock.instant();
        return new Lease(
                applicant.job(),
                applicant.run(),
                applicant.pattern(),
                applicant.target(),
                before.map(Lease::generation).orElse(0L) + 1,
                self,
                now,
                now,
                term,
                Lease.State.HELD,
                before.map(Lease::unsettledWithThis).orElse(List.of()));
    }

    private Lease change(Lease mine, UnaryOperator<Lease> change, List<RunRecord> rows) {
        return table.decided(base -> {
            Lease changed = change.apply(stillHeld(mine, base));
            commit(base, changed, rows);
            return changed;
        });
    }

    private Lease stillHeld(Lease mine, Optional<View> now) {
        Lease current = now.flatMap(view -> lease(view, mine.job()))
                .orElseThrow(() -> new UserException(
                        ExitCode.UNAVAILABLE,
                        "The state of job " + mine.job() + " vanished while run " + mine.run()
                                + " held it. Nothing more is committed. Run again: the state is rebuilt from the"
                                + " data."));
        if (current.state() != Lease.State.HELD || !current.run().equals(mine.run())) {
            throw LeaseHeldException.lost(mine, current);
        }
        return current;
    }

    private void commit(Optional<View> base, Lease lease, List<RunRecord> rows) throws StateTable.Conflict {
        table.commit(
                base,
                Map.of(LeaseNote.name(lease.job()), LeaseNote.text(lease)),
                rows.stream().map(run -> RunRows.row(run, redacted)).toList());
    }
}
