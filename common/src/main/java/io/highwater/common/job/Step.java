package io.highwater.common.job;

/** The steps of a run, in order. */
public enum Step {
    /** The job is this run's; nobody else can start it. */
    LEASED,
    /** What earlier runs left open is settled. */
    RECONCILED,
    /** It is decided what to read; nothing has been read. */
    PLANNED,
    /** The source is read and its rows are written where no reader sees them. */
    STAGED,
    /** Guards and checks have agreed. */
    JUDGED,
    /** The data commit is made. */
    COMMITTED,
    /** The run is recorded and the lease is given back. */
    RECORDED
}
