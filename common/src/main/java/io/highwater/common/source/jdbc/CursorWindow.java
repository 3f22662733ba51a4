package io.highwater.common.source.jdbc;

import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.jdbc.SourceColumn.Nulls;
import io.highwater.common.time.Window;

/** The rows of a window of a cursor. */
record CursorWindow(CursorColumn cursor, Window window, WithoutCursor withoutCursor) {
    /** The condition in the source's SQL. */
    String condition() {
        String inside = cursor.inside(window);
        return withoutCursor == WithoutCursor.INCLUDED ? "(" + inside + " OR " + cursor.key() + " IS NULL)" : inside;
    }

    /** A relation cut down to the window, as it stands after FROM. */
    String from(String relation) {
        return "(SELECT * FROM " + relation + " WHERE " + condition() + ") hw_window";
    }

    /** Whether rows of it can be without a cursor. */
    Nulls nulls() {
        return withoutCursor == WithoutCursor.INCLUDED ? cursor.column().nulls() : Nulls.NONE;
    }
}
