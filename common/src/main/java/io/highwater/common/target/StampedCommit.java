package io.highwater.common.target;

import java.time.Instant;

/**
 * A commit of a target that carries a stamp.
 *
 * @param version the Delta version
 * @param at when it was made
 * @param stamp who made it
 */
public record StampedCommit(long version, Instant at, Stamp stamp) {
    /** The version whose rows the stamp speaks of: an earlier one if this commit was for the table's upkeep. */
    public long rowsOf() {
        return stamp.number(Stamp.ROWS_OF).orElse(version);
    }

    /** Whether it was for the table's upkeep and changed no row. */
    public boolean isUpkeep() {
        return stamp.operation().equals(Stamp.UPKEEP);
    }
}
