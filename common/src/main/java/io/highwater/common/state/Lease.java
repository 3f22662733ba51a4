package io.highwater.common.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The right to run a job. At most one run holds it; each new holder gets a greater generation, which its data commits
 * carry, so that a run that lost its lease cannot commit any more.
 *
 * @param job the job's name
 * @param run the run that holds, or last held, the lease
 * @param pattern what that run does
 * @param target what it writes to
 * @param generation grows with every holder
 * @param holder the process of that run
 * @param since when the run took the lease
 * @param renewedAt when it last said it lives
 * @param term how long the lease lasts without being renewed
 * @param state whether it is held
 * @param unsettled earlier leases whose runs ended without a record, until reconciliation finds out how
 */
public record Lease(
        String job,
        String run,
        String pattern,
        String target,
        long generation,
        Holder holder,
        Instant since,
        Instant renewedAt,
        Duration term,
        State state,
        List<Lease> unsettled) {
    public Lease {
        unsettled = List.copyOf(unsettled);
    }

    /** Whether a run holds the lease. */
    public enum State {
        /** A run holds it, or did until it died. */
        HELD,
        /** The run ended and its end is recorded. */
        RELEASED,
        /** A person ended it; what became of the run is not recorded yet. */
        ABANDONED
    }

    /** True if the holder must be believed alive at {@code now}, as seen from {@code observer}. */
    public boolean isHeldAt(Instant now, Holder observer) {
        return state == State.HELD && now.isBefore(expiresAt()) && !holder.isKnownDead(observer);
    }

    /** When the lease ends unless it is renewed. */
    public Instant expiresAt() {
        return renewedAt.plus(term);
    }

    Lease renewed(Instant now) {
        return new Lease(job, run, pattern, target, generation, holder, since, now, term, state, unsettled);
    }

    Lease raised(long aboveGeneration) {
        long raised = Math.max(generation, aboveGeneration) + 1;
        return new Lease(job, run, pattern, target, raised, holder, since, renewedAt, term, state, unsettled);
    }

    Lease in(State other) {
        return new Lease(job, run, pattern, target, generation, holder, since, renewedAt, term, other, unsettled);
    }

    Lease settled() {
        return new Lease(job, run, pattern, target, generation, holder, since, renewedAt, term, state, List.of());
    }

    /** What the next holder has to find out about: this lease, if its run left no record, and those before it. */
    List<Lease> unsettledWithThis() {
        List<Lease> all = new ArrayList<>(unsettled);
        if (state != State.RELEASED) {
            all.add(settled());
        }
        return all;
    }
}
