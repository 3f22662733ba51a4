package io.highwater.common.target;

/** What happens when the source's columns are not the table's. */
public enum SchemaPolicy {
    /** New columns are added, types are widened; anything that would lose something is refused. */
    ADD,
    /** New columns are left out, types are widened; anything that would lose something is refused. */
    IGNORE,
    /** Any difference is refused. */
    FAIL,
    /** The table takes the source's columns as they are. */
    REPLACE
}
