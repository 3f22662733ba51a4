package io.highwater.common.state;

import io.highwater.common.time.Window;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one interval of a backfill.
 *
 * @param window the interval's positions, with a beginning
 * @param status what became of it
 * @param attempts how often it was tried by the run that said so
 * @param rows rows that the table got; empty unless it was loaded, and until they are counted
 * @param quarantined rows of it that were set aside; empty unless it was loaded, and where that is not known
 * @param version the commit that holds them; empty unless it was loaded
 * @param error why it failed, or was not tried; empty if nothing is wrong
 * @param seen how far the source could be read without missing rows when it was, by which column and to which
 *     position; empty if nobody asked
 * @param asOf the position of the source's clock before it was read; empty unless it was loaded, and where that was not noted
 * @param run the run that said so
 * @param generation the lease of that run
 * @param at when
 */
public record IntervalRecord(
        Window window,
        IntervalStatus status,
        int attempts,
        OptionalLong rows,
        OptionalLong quarantined,
        OptionalLong version,
        Optional<String> error,
        Optional<String> seen,
        OptionalLong asOf,
        String run,
        long generation,
        Instant at) {
    /** The same, with the number of rows. */
    public IntervalRecord counted(long number) {
        return new IntervalRecord(
                window,
                status,
                attempts,
                OptionalLong.of(number),
                quarantined,
                version,
                error,
                seen,
                asOf,
                run,
                generation,
                at);
    }

    /** The interval as one that is still to be loaded. */
    public IntervalRecord pending() {
        return new IntervalRecord(
                window,
                IntervalStatus.PENDING,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                run,
                generation,
                at);
    }

    /** The same about a part of the interval. */
    IntervalRecord within(Window part) {
        return new IntervalRecord(
                part,
                status,
                attempts,
                part.equals(window) ? rows : OptionalLong.empty(),
                part.equals(window) ? quarantined : OptionalLong.empty(),
                version,
                error,
                seen,
                asOf,
                run,
                generation,
                at);
    }
}
