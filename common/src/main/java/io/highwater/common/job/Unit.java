package io.highwater.common.job;

/** A piece of work that is committed as a whole or not at all. */
public interface Unit {
    /**
     * Does the work and commits it.
     *
     * @throws io.highwater.common.quality.RefusedException if a guard refused; nothing was changed
     * @throws io.highwater.common.error.UserException if the source or platform failed; nothing was changed
     */
    Outcome run(RunContext context);
}
