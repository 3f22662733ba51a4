package io.highwater.common.report;

import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Intervals;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.IntervalUnit;
import io.highwater.common.time.Window;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of each day of a backfill.
 *
 * @param known what is known of the intervals
 * @param type what their positions are
 * @param zone whose days they are
 */
public record IntervalDays(Intervals known, CursorType type, ZoneId zone) {
    /**
     * A month and its days.
     *
     * @param days what became of them, the first one first
     */
    public record Month(YearMonth month, List<DayState> days) {
        public Month {
            days = List.copyOf(days);
        }

        /** Whether every day of the month is loaded. */
        public boolean isLoaded() {
            return days.stream().allMatch(day -> day == DayState.LOADED);
        }
    }

    /** Every month that has a day of the backfill, in order. */
    public List<Month> months() {
        List<IntervalRecord> all = known.all();
        if (all.isEmpty()) {
            return List.of();
        }
        LocalDate first = day(all.get(0).window().from().orElseThrow());
        LocalDate last = day(all.get(all.size() - 1).window().to() - 1);
        List<Month> months = new ArrayList<>();
        for (YearMonth month = YearMonth.from(first);
                !month.isAfter(YearMonth.from(last));
                month = month.plusMonths(1)) {
            months.add(month(month, first, last));
        }
        return months;
    }

    private Month month(YearMonth month, LocalDate first, LocalDate last) {
        List<DayState> days = new ArrayList<>();
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            LocalDate date = month.atDay(day);
            days.add(date.isBefore(first) || date.isAfter(last) ? DayState.OUTSIDE : state(date));
        }
        return new Month(month, days);
    }

    private LocalDate day(long position) {
        return IntervalUnit.day(position, type, zone);
    }

    private DayState state(LocalDate date) {
        Window day =
                Window.between(IntervalUnit.begin(date, type, zone), IntervalUnit.begin(date.plusDays(1), type, zone));
        List<IntervalRecord> parts = known.within(day);
        if (has(parts, IntervalStatus.FAILED)) {
            return DayState.FAILED;
        }
        if (has(parts, IntervalStatus.RUNNING)) {
            return DayState.RUNNING;
        }
        if (!has(parts, IntervalStatus.SUCCESS)) {
            return DayState.MISSING;
        }
        return known.lacking(day, part -> part.status() == IntervalStatus.SUCCESS)
                        .isEmpty()
                ? DayState.LOADED
                : DayState.PARTLY;
    }

    private static boolean has(List<IntervalRecord> parts, IntervalStatus status) {
        return parts.stream().anyMatch(part -> part.status() == status);
    }
}
