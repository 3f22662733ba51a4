package io.highwater.common.report.page;

import io.highwater.common.report.BackfillReport;
import io.highwater.common.report.DayState;
import io.highwater.common.report.IntervalDays;
import java.util.ArrayList;
import java.util.List;

/**
 * A backfill, day by day.
 *
 * @param job whose it is
 * @param column what its intervals are cut by
 * @param counts how many intervals came to what
 * @param months in order
 */
public record CalendarView(String job, String column, String counts, List<Month> months) {
    public CalendarView {
        months = List.copyOf(months);
    }

    /** A row of days. */
    public record Month(String name, List<Day> days) {
        public Month {
            days = List.copyOf(days);
        }
    }

    /**
     * A day.
     *
     * @param style the name of its style
     * @param title what became of it
     */
    public record Day(String style, String title) {}

    static CalendarView of(BackfillReport backfill) {
        IntervalDays days = new IntervalDays(
                backfill.known(), backfill.subject().type(), backfill.subject().zone());
        return new CalendarView(
                backfill.job(),
                backfill.subject().column(),
                backfill.counts(),
                days.months().stream().map(CalendarView::month).toList());
    }

    private static Month month(IntervalDays.Month month) {
        List<Day> days = new ArrayList<>();
        for (DayState state : month.days()) {
            String date = month.month().atDay(days.size() + 1).toString();
            days.add(new Day(
                    state.name().toLowerCase(java.util.Locale.ROOT),
                    state == DayState.OUTSIDE ? "" : date + ": " + state.words()));
        }
        return new Month(month.month().toString(), days);
    }
}
