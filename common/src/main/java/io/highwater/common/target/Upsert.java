package io.highwater.common.target;

/**
 * What became of staged rows when they met those of the table. The first four counts add up to the staged rows.
 *
 * @param path how it was found out
 * @param inserted rows whose key the table does not hold
 * @param updated rows that replace what the table holds
 * @param stale rows dropped because the table holds a later version
 * @param unchanged rows dropped because the table holds the same
 * @param deleted rows of the table that are taken out without another in their place
 */
public record Upsert(Path path, long inserted, long updated, long stale, long unchanged, long deleted) {
    /** Nothing is taken out without another in its place. */
    Upsert(Path path, long inserted, long updated, long stale, long unchanged) {
        this(path, inserted, updated, stale, unchanged, 0);
    }

    /** How it was found out which rows are there already. */
    public enum Path {
        /** Nothing was read: no live file can hold one of the keys. */
        APPEND,
        /** The keys were looked for in the live files. */
        MERGE
    }
}
