package io.highwater.common.report;

import io.highwater.common.state.Intervals;
import io.highwater.common.time.CursorType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of each day of a backfill, to look at: a line for each month, a sign for each day. Years of which every day is
 * loaded share a line.
 *
 * @param known what is known of the intervals
 * @param type what their positions are
 * @param zone whose days they are
 */
public record IntervalCalendar(Intervals known, CursorType type, ZoneId zone) {
    private static final String RULER = "         1        10        20        30";

    /** The lines; none if nothing is known. */
    public List<String> lines() {
        TreeMap<Integer, List<IntervalDays.Month>> years = new IntervalDays(known, type, zone)
                .months().stream()
                        .collect(Collectors.groupingBy(
                                month -> month.month().getYear(), TreeMap::new, Collectors.toList()));
        if (years.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(legend(), RULER));
        int loadedFrom = 0;
        for (int year : years.keySet()) {
            List<IntervalDays.Month> months = years.get(year);
            boolean loaded = months.size() == 12 && months.stream().allMatch(IntervalDays.Month::isLoaded);
            if (!loaded || year == years.lastKey()) {
                addYears(lines, loadedFrom, year - 1);
                loadedFrom = 0;
                months.forEach(month -> lines.add(line(month)));
            } else if (loadedFrom == 0) {
                loadedFrom = year;
            }
        }
        return lines;
    }

    private static String legend() {
        return Arrays.stream(DayState.values())
                .filter(state -> state != DayState.OUTSIDE)
                .map(state -> state.sign() + " " + state.words())
                .collect(Collectors.joining(", "));
    }

    private static void addYears(List<String> lines, int from, int through) {
        if (from > 0) {
            lines.add((from == through ? Integer.toString(from) : from + " to " + through) + "  every day loaded");
        }
    }

    private static String line(IntervalDays.Month month) {
        StringBuilder line = new StringBuilder(month.month() + "  ");
        month.days().forEach(day -> line.append(day.sign()));
        return line.toString().stripTrailing();
    }
}
