package io.highwater.common.target;

/** What a NULL in a key column is. */
public enum NullKeys {
    /** Unknown: a row with one is the same as no other row, and is added. */
    NEVER_MATCH,
    /** A value like any other. */
    EQUAL
}
