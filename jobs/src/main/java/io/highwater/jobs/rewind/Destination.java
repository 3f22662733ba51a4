package io.highwater.jobs.rewind;

/** Where a watermark is to go back to. */
sealed interface Destination {
    /** A position, as written. */
    record Position(String text) implements Destination {}

    /** Where it was when the target had a version. */
    record Version(long version) implements Destination {}

    /** The beginning: the watermark is forgotten. */
    record Beginning() implements Destination {}
}
