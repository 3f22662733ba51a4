package io.highwater.common.source.catalog;

import java.util.OptionalDouble;

/**
 * What a database says of a column.
 *
 * @param kind what its values are
 * @param nullable whether it may be NULL
 * @param nullShare the share of rows in which it is, from 0 to 1; empty if the database has not looked
 * @param indexed whether an index leads with it
 * @param order how far rows lie in its order, from -1 to 1; empty if the database has not looked
 */
public record ColumnFacts(
        String name, Kind kind, boolean nullable, OptionalDouble nullShare, boolean indexed, OptionalDouble order) {
    /** What values are, as far as it matters for loading by them. */
    public enum Kind {
        /** A point in time. */
        INSTANT,
        /** A date and a time of no zone. */
        LOCAL,
        DATE,
        INTEGER,
        OTHER
    }

    /** Whether values are points in time, of whatever zone. */
    public boolean isTime() {
        return kind == Kind.INSTANT || kind == Kind.LOCAL;
    }

    /** Whether no row is known to lack a value. */
    public boolean isComplete() {
        return !nullable || nullShare.orElse(1) == 0;
    }
}
