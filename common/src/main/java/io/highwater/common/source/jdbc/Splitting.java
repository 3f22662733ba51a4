package io.highwater.common.source.jdbc;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Into how many parts a read is cut, and by what.
 *
 * @param number how many splits; empty: as many as the size of the relation calls for
 * @param column the column whose ranges make the splits; empty: what the database offers (blocks, the primary key)
 * @param most never more splits than this, at least 1
 */
public record Splitting(OptionalInt number, Optional<String> column, int most) {
    /** Splits unless told otherwise. */
    public static final int DEFAULT_MOST = 32;

    public Splitting {
        if (most < 1 || number.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "A number of splits must be at least 1, cannot be: " + (most < 1 ? most : number.getAsInt()));
        }
    }

    /** As many splits as the size calls for, at most {@link #DEFAULT_MOST}. */
    public static Splitting automatic() {
        return new Splitting(OptionalInt.empty(), Optional.empty(), DEFAULT_MOST);
    }

    /** Exactly so many splits, where the relation can be split at all. */
    public static Splitting into(int number) {
        return new Splitting(OptionalInt.of(number), Optional.empty(), Math.max(number, DEFAULT_MOST));
    }

    /** The same, by ranges of the column. */
    public Splitting by(String splitColumn) {
        return new Splitting(number, Optional.of(splitColumn), most);
    }

    /** The same, but never more than so many splits. */
    public Splitting atMost(int number) {
        return new Splitting(this.number, column, number);
    }
}
