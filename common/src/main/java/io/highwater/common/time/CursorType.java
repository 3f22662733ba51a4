package io.highwater.common.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;

/** What a cursor counts. Whatever its type, a position of a cursor is a whole number, in the same order as the values. */
public enum CursorType {
    /** Points in time, as microseconds since 1970 in UTC. */
    INSTANT {
        @Override
        public String text(long position) {
            return Micros.instant(position).toString();
        }

        @Override
        long parsed(String text) {
            return Micros.of(Instant.parse(text));
        }
    },
    /** Dates with a time and without a zone, as microseconds since 1970-01-01T00:00. */
    LOCAL {
        @Override
        public String text(long position) {
            return Micros.local(position).toString();
        }

        @Override
        long parsed(String text) {
            return Micros.of(LocalDateTime.parse(text));
        }
    },
    /** Dates, as days since 1970-01-01. */
    DATE {
        @Override
        public String text(long position) {
            return LocalDate.ofEpochDay(position).toString();
        }

        @Override
        long parsed(String text) {
            return LocalDate.parse(text).toEpochDay();
        }
    },
    /** Whole numbers, as they are. */
    INTEGER {
        @Override
        public String text(long position) {
            return Long.toString(position);
        }

        @Override
        long parsed(String text) {
            return Long.parseLong(text);
        }
    };

    /** A position as people write it: ISO 8601, or digits. */
    public abstract String text(long position);

    /** The position of a text that {@link #text} may have written; empty if it is none. */
    public OptionalLong position(String text) {
        try {
            return OptionalLong.of(parsed(text));
        } catch (DateTimeException | NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }

    /**
     * The least position that a row stamped at an instant or later can have.
     *
     * @param zone the zone of the cursor's values where they carry none
     * @throws IllegalStateException if positions follow no clock
     */
    public long positionAt(Instant instant, ZoneId zone) {
        return switch (this) {
            case INSTANT -> Micros.of(instant);
            case LOCAL -> Micros.of(new LocalClock(zone).earliestFrom(instant));
            case DATE ->
                new LocalClock(zone).earliestFrom(instant).toLocalDate().toEpochDay();
            case INTEGER -> throw new IllegalStateException("A whole number follows no clock");
        };
    }

    /** A position below which no value of a column lies. */
    public long first() {
        LocalDateTime begin = LocalDateTime.of(1, 1, 1, 0, 0);
        return switch (this) {
            case INSTANT, LOCAL -> Micros.of(begin);
            case DATE -> begin.toLocalDate().toEpochDay();
            case INTEGER -> Long.MIN_VALUE;
        };
    }

    /** The greatest position that a column can hold. */
    public long last() {
        LocalDateTime end = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        return switch (this) {
            case INSTANT, LOCAL -> Micros.of(end);
            case DATE -> end.toLocalDate().toEpochDay();
            case INTEGER -> Long.MAX_VALUE;
        };
    }

    /** Whether positions follow a clock. */
    public boolean isTime() {
        return this != INTEGER;
    }

    abstract long parsed(String text);
}
