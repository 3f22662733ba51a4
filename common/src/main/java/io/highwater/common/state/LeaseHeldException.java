package io.highwater.common.state;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** Another run holds the job, or took it over from this one. Nothing was changed. */
public final class LeaseHeldException extends UserException {
    private static final long serialVersionUID = 1L;

    private LeaseHeldException(String message) {
        super(ExitCode.HELD, message);
    }

    static LeaseHeldException heldBy(Lease lease) {
        return new LeaseHeldException("Cannot start job " + lease.job() + ": run " + lease.run() + " holds it since "
                + lease.since() + " (" + lease.holder().describe() + ", last sign of life " + lease.renewedAt()
                + "). Wait until it ends; the lease of a run that died ends by itself at " + lease.expiresAt()
                + ", or at once with: highwater release.");
    }

    static LeaseHeldException lost(Lease mine, Lease current) {
        return new LeaseHeldException("Run " + mine.run() + " of job " + mine.job() + " lost its lease: "
                + (current.run().equals(mine.run()) ? "it was released" : "run " + current.run() + " took the job over")
                + " (" + current.holder().describe() + ", since " + current.since()
                + "). This run commits nothing more.");
    }
}
