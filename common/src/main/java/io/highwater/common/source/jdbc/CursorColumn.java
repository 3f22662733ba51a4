package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The cursor as a column of a database.
 *
 * @param column the column
 * @param key its name in the database's quotes
 * @param type what it counts
 * @param zone the zone of its values where they carry none
 * @param axis its positions in SQL
 * @param step microseconds between two values that the column can tell apart; 1 where it counts something else
 */
record CursorColumn(SourceColumn column, String key, CursorType type, ZoneId zone, CursorAxis axis, long step) {
    private static final int MICROSECONDS = 6;
    private static final long SECOND = 1_000_000;

    static CursorColumn of(SourceColumn column, CursorType type, ZoneId zone, Dialect dialect, Keeping keeping) {
        return new CursorColumn(
                column,
                dialect.quote(column.name()),
                type,
                zone,
                dialect.axis(column, type),
                step(column, type, keeping));
    }

    /** What is known of how the values came to be. */
    enum Keeping {
        /** The column is a table's own, and keeps as many digits as it says. */
        AS_DECLARED,
        /** The column is computed from others, which may keep fewer digits: whole seconds, as far as anybody knows. */
        UNKNOWN
    }

    /** The least position that a row stamped at an instant or later can have, on the column's grid. */
    long positionAt(Instant instant) {
        return Math.floorDiv(type.positionAt(instant, zone), step) * step;
    }

    /** A position below that of every row, which people can still read. */
    long least() {
        return type == CursorType.DATE ? LocalDate.MIN.toEpochDay() : Long.MIN_VALUE;
    }

    /** The condition of a window. It is about the bare column, for the sake of its indexes. */
    String inside(Window window) {
        String below = key + " < " + axis.literal().apply(window.to());
        return window.from().isPresent()
                ? key + " >= " + axis.literal().apply(window.from().getAsLong()) + " AND " + below
                : below;
    }

    /** The positions of texts in the form of {@link CursorAxis#text}, without those outside the years 0001 to 9999. */
    List<Long> positions(List<String> texts) {
        return texts.stream()
                .flatMap(text -> position(text).stream())
                .distinct()
                .toList();
    }

    private Optional<Long> position(String text) {
        try {
            return Optional.of(axis.position().applyAsLong(text));
        } catch (DateTimeException outside) {
            return Optional.empty();
        }
    }

    private static long step(SourceColumn column, CursorType type, Keeping keeping) {
        if (type == CursorType.DATE || type == CursorType.INTEGER) {
            return 1;
        }
        if (keeping == Keeping.UNKNOWN) {
            return SECOND;
        }
        int digits = Math.max(0, Math.min(MICROSECONDS, column.scale()));
        return Math.round(Math.pow(10, MICROSECONDS - digits));
    }
}
