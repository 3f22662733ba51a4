package io.highwater.common.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** How long the intervals are that a range of dates is cut into. */
public enum IntervalUnit {
    /** An hour that passed, for values that are points in time; an hour on the clock's face, for those without a zone. */
    HOUR {
        @Override
        LocalDate next(LocalDate date) {
            throw new IllegalStateException("Hours are cut by the clock, not by dates");
        }
    },
    /** A day by the calendar, which may have 23 or 25 hours. */
    DAY {
        @Override
        LocalDate next(LocalDate date) {
            return date.plusDays(1);
        }
    },
    /** From Monday to Sunday; the first and the last of a range may be shorter. */
    WEEK {
        @Override
        LocalDate next(LocalDate date) {
            return date.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        }
    },
    /** A month by the calendar; the first and the last of a range may be shorter. */
    MONTH {
        @Override
        LocalDate next(LocalDate date) {
            return date.with(TemporalAdjusters.firstDayOfNextMonth());
        }
    };

    /** The first day of the interval after the one that holds a day. */
    abstract LocalDate next(LocalDate date);

    /** Whether values of a type can be told apart by such intervals. */
    public boolean fits(CursorType type) {
        return type.isTime() && (this != HOUR || type != CursorType.DATE);
    }

    /**
     * The intervals of a range, in order, without gap and overlap. Their bounds are the calendar's and do not depend on where
     * the range begins, except for the first and the last.
     *
     * @param from the first day
     * @param through the last day, inclusive; not before the first
     * @param type what positions are
     * @param zone whose days they are; of no account to values that carry no zone
     * @throws IllegalArgumentException if the type cannot be cut like this, or the range ends before it begins
     */
    public List<Window> cut(LocalDate from, LocalDate through, CursorType type, ZoneId zone) {
        if (!fits(type) || through.isBefore(from)) {
            throw new IllegalArgumentException("Cannot cut " + from + " to " + through + " of " + type + " by " + this);
        }
        LocalDate end = through.plusDays(1);
        List<Long> bounds = this == HOUR ? hours(from, end, type, zone) : dates(from, end, type, zone);
        List<Window> windows = new ArrayList<>(bounds.size() - 1);
        for (int i = 1; i < bounds.size(); i++) {
            windows.add(Window.between(bounds.get(i - 1), bounds.get(i)));
        }
        return windows;
    }

    /** How many intervals a range has; of hours, as if every day had 24. */
    public long count(LocalDate from, LocalDate through) {
        return switch (this) {
            case HOUR -> (ChronoUnit.DAYS.between(from, through) + 1) * 24;
            case DAY -> ChronoUnit.DAYS.between(from, through) + 1;
            case WEEK -> ChronoUnit.WEEKS.between(monday(from), monday(through)) + 1;
            case MONTH -> ChronoUnit.MONTHS.between(from.withDayOfMonth(1), through.withDayOfMonth(1)) + 1;
        };
    }

    private static LocalDate monday(LocalDate date) {
        return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** The position at which a day begins. */
    public static long begin(LocalDate date, CursorType type, ZoneId zone) {
        return switch (type) {
            case DATE -> date.toEpochDay();
            case LOCAL -> Micros.of(date.atStartOfDay());
            case INSTANT -> Micros.of(date.atStartOfDay(zone).toInstant());
            case INTEGER -> throw new IllegalArgumentException("A whole number has no days");
        };
    }

    /** The day that a position lies in. */
    public static LocalDate day(long position, CursorType type, ZoneId zone) {
        return switch (type) {
            case DATE -> LocalDate.ofEpochDay(position);
            case LOCAL -> Micros.local(position).toLocalDate();
            case INSTANT ->
                LocalDateTime.ofInstant(Micros.instant(position), zone).toLocalDate();
            case INTEGER -> throw new IllegalArgumentException("A whole number has no days");
        };
    }

    private List<Long> dates(LocalDate from, LocalDate end, CursorType type, ZoneId zone) {
        List<Long> bounds = new ArrayList<>();
        for (LocalDate date = from; date.isBefore(end); date = next(date)) {
            bounds.add(begin(date, type, zone));
        }
        bounds.add(begin(end, type, zone));
        return bounds;
    }

    private static List<Long> hours(LocalDate from, LocalDate end, CursorType type, ZoneId zone) {
        long hour = ChronoUnit.HOURS.getDuration().toSeconds() * 1_000_000;
        long last = begin(end, type, zone);
        List<Long> bounds = new ArrayList<>();
        for (long bound = begin(from, type, zone); bound < last; bound += hour) {
            bounds.add(bound);
        }
        bounds.add(last);
        return bounds;
    }
}
