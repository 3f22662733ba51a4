package io.highwater.common.state;

/** How a finished run ended. A run that has not finished is a held {@link Lease}, not a record. */
public enum RunStatus {
    SUCCESS,
    FAILED
}
