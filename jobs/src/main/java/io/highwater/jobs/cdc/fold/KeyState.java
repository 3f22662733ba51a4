package io.highwater.jobs.cdc.fold;

/**
 * Columns of what is known of one key: what some events say, or what a table holds. Two states of one key make a third, in
 * any order and any number of times: for every column the value with the greatest sequence counts, and for the row as a
 * whole whether its last upsert or its last deletion is the later one.
 */
public final class KeyState {
    /** STRUCT of the table's columns; NULL if there was no upsert. */
    public static final String ROW = "hw_row";
    /** The greatest sequence of an upsert; NULL if there was none. */
    public static final String UPSERTED = "hw_upserted";
    /** The greatest sequence of a deletion; NULL if there was none. */
    public static final String DELETED = "hw_deleted";
    /** TIMESTAMP: when that deletion happened. */
    public static final String DELETED_AT = "hw_deleted_at";
    /**
     * MAP of column names to sequences: the columns that the last upsert had no value for, with the sequence of the one whose
     * value they have, or NULL if none had one. NULL if there are no such columns.
     */
    public static final String LATE = "hw_late";
    /** BOOLEAN: two upserts have the greatest sequence and different content. */
    public static final String CONFLICT = "hw_conflict";

    private KeyState() {}
}
