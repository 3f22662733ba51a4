package io.highwater.common.state;

/** How far a step of a pipeline is. */
public enum StepStatus {
    /** It waits for others, or for its turn. */
    PENDING,
    /** It is at work. */
    RUNNING,
    /** It ended well. */
    SUCCESS,
    /** It was tried and did not end well. */
    FAILED,
    /** It was not tried. */
    SKIPPED;

    /** Whether nothing more becomes of it in this run. */
    public boolean isFinal() {
        return this == SUCCESS || this == FAILED || this == SKIPPED;
    }
}
