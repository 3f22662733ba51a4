package io.highwater.common.target;

/** What a source's new columns do to a table that keeps what it has. */
public enum NewColumns {
    /** They are added. */
    ADD,
    /** They are left out. */
    IGNORE,
    /** The load is refused. */
    FAIL;

    /** The policy about columns that this is a part of. */
    public SchemaPolicy policy() {
        return SchemaPolicy.valueOf(name());
    }
}
