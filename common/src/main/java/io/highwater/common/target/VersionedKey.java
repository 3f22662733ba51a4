package io.highwater.common.target;

import java.util.List;

/**
 * When rows are versions of one another, and which is the later.
 *
 * @param columns rows with the same values here are versions of one another
 * @param cursor the column that orders versions: a later one has a greater value
 * @param nulls what a NULL in {@code columns} is
 * @param precedence which of two versions counts
 */
public record VersionedKey(List<String> columns, String cursor, NullKeys nulls, Precedence precedence) {
    /** Which of two versions counts. */
    public enum Precedence {
        /** The one with the greater cursor. */
        LATER,
        /** The staged one, whatever the cursors say. */
        STAGED
    }

    public VersionedKey {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("A key must have a column.");
        }
        columns = List.copyOf(columns);
    }

    /** A key by which the later version counts. */
    public VersionedKey(List<String> columns, String cursor, NullKeys nulls) {
        this(columns, cursor, nulls, Precedence.LATER);
    }
}
