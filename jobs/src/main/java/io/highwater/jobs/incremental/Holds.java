package io.highwater.jobs.incremental;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.RunContext;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What happens when a transaction of the source has been open so long that the window stays behind.
 *
 * @param maxHold how old an open transaction may be before anything happens
 * @param then what happens then
 * @param maxWait how long a run waits at most
 */
record Holds(Duration maxHold, Then then, Duration maxWait) {
    private static final long PAUSE_SECONDS = 1;

    /** What a run does about a transaction that is open for too long. */
    enum Then {
        /** It goes on, up to the beginning of that transaction. */
        PROCEED,
        /** It waits for the transaction to end. */
        WAIT,
        /** It fails. */
        FAIL
    }

    /**
     * The horizon to go on with.
     *
     * @param look asks the source
     * @throws UserException if a transaction is open for too long and the run is to fail, or has waited long enough
     */
    Horizon settled(Supplier<Horizon> look, RunContext run) {
        Instant began = run.now();
        Horizon horizon = look.get();
        while (then != Then.PROCEED && tooOld(horizon).isPresent()) {
            OpenTransaction holder = tooOld(horizon).get();
            if (then == Then.FAIL) {
                throw held(holder, "It is not to be waited for.");
            }
            if (Duration.between(began, run.now()).compareTo(maxWait) >= 0) {
                throw held(holder, "It was waited for during " + maxWait.toSeconds() + " s.");
            }
            run.checkLease();
            pause();
            horizon = look.get();
        }
        return horizon;
    }

    /** The transaction that has been open for longer than allowed, if there is one. */
    Optional<OpenTransaction> tooOld(Horizon horizon) {
        return horizon.holding().stream()
                .filter(holder ->
                        Duration.between(holder.since(), horizon.clock()).compareTo(maxHold) > 0)
                .findFirst();
    }

    private UserException held(OpenTransaction holder, String why) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot load what changed: " + holder.describe()
                        + ", may still write rows below the source's clock, and is"
                        + " open for longer than " + maxHold.toSeconds() + " s. " + why
                        + " Nothing was loaded. End that transaction, or let the load go on to where it began:"
                        + " highwater.incremental.late-commits.then = proceed.");
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "The run was interrupted while it waited for a transaction of the source. Nothing was loaded. Run"
                            + " again.",
                    interrupted);
        }
    }
}
