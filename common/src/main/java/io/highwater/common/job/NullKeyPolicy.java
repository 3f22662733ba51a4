package io.highwater.common.job;

/** What happens to rows with a NULL in their key: such keys are never equal, so they would multiply. */
public enum NullKeyPolicy {
    /** The window is refused. */
    FAIL,
    /** They are set aside. */
    QUARANTINE,
    /** A NULL counts as equal to a NULL. */
    NULL_SAFE
}
