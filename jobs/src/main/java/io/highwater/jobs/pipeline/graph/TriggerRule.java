package io.highwater.jobs.pipeline.graph;

/** What has to be of the steps that a step depends on for it to run. */
public enum TriggerRule {
    /** Every one of them succeeded. */
    ALL_SUCCEEDED,
    /** Each of them succeeded, or was skipped for another reason than that something had failed. */
    NONE_FAILED,
    /** Each of them has ended, however it ended. */
    ALL_DONE
}
