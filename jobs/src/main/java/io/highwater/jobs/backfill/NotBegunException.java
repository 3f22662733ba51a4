package io.highwater.jobs.backfill;

/** A group was not begun, because the run is to stop. */
final class NotBegunException extends Exception {
    private static final long serialVersionUID = 1L;
}
