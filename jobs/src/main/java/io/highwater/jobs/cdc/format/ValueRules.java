package io.highwater.jobs.cdc.format;

import java.util.Optional;

/**
 * How a feed spells values that no schema describes.
 *
 * @param decimals how decimals are spelled
 * @param integers what an integer is in a column of instants; empty if it is no instant
 */
public record ValueRules(Decimals decimals, Optional<TimeUnit> integers) {
    /** Everything in the words of SQL. */
    public static final ValueRules TEXT = new ValueRules(Decimals.TEXT, Optional.empty());
}
