package io.highwater.jobs.prove;

/** How a row is not the same on both sides. */
enum Difference {
    /** The source has it, the target does not. */
    MISSING,
    /** The target has it, the source does not. */
    EXTRA,
    /** Both have its key, with other values. */
    DIFFERENT
}
