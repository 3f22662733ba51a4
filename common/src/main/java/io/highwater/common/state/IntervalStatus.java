package io.highwater.common.state;

/** What became of an interval of a backfill. */
public enum IntervalStatus {
    /** It is planned and was not begun. */
    PENDING,
    /** It was begun. A run that died has left it so. */
    RUNNING,
    /** Its rows are the table's. */
    SUCCESS,
    /** It was tried and is not in the table as it should be; what the table had before stays. */
    FAILED,
    /** It was not tried, because the run stopped before. */
    SKIPPED
}
