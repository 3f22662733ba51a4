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
 * What became of each day of a backfill, to look at: a line for each month, a sign for each day. Years of which every day is
 * loaded share a line.
 *
 * @param known what is known of the intervals
 * @param type what their positions are
 * @param zone whose days they are
 */
public record IntervalCalendar(Intervals known, CursorType type, ZoneId zone) {
    private static final String RULER = "         1        10        20        30";

    /** What a day has come to, the worst that is true of a part of it. */
    private enum Sign {
        LOADED('#', "loaded"),
        RUNNING('>', "being loaded"),
        PARTLY('+', "loaded in part"),
        FAILED('x', "failed"),
        MISSING('.', "not loaded"),
        OUTSIDE(' ', "");

        private final char sign;
        private final String words;

        Sign(char sign, String words) {
            this.sign = sign;
            this.words = words;
        }
    }

    /** The lines; none if nothing is known. */
    public List<String> lines() {
        List<IntervalRecord> all = known.all();
        if (all.isEmpty()) {
            return List.of();
        }
        LocalDate first = IntervalUnit.day(all.get(0).window().from().orElseThrow(), type, zone);
        LocalDate last = IntervalUnit.day(all.get(all.size() - 1).window().to() - 1, type, zone);
        List<String> lines = new ArrayList<>(List.of(legend(), RULER));
        int loadedFrom = 0;
        for (int year = first.getYear(); year <= last.getYear(); year++) {
            List<String> months = months(year, first, last);
            boolean loaded = months.size() == 12 && months.stream().allMatch(IntervalCalendar::isLoaded);
            if (!loaded || year == last.getYear()) {
                addYears(lines, loadedFrom, year - 1);
                loadedFrom = 0;
                lines.addAll(months);
            } else if (loadedFrom == 0) {
                loadedFrom = year;
            }
        }
        return lines;
    }

    private static String legend() {
        StringBuilder text = new StringBuilder();
        for (Sign sign : Sign.values()) {
            if (sign != Sign.OUTSIDE) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(sign.sign)
                        .append(' ')
                        .append(sign.words);
            }
        }
        return text.toString();
    }

    private static void addYears(List<String> lines, int from, int through) {
        if (from > 0) {
            lines.add((from == through ? Integer.toString(from) : from + " to " + through) + "  every day loaded");
        }
    }

    private List<String> months(int year, LocalDate first, LocalDate last) {
        List<String> lines = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            YearMonth at = YearMonth.of(year, month);
            if (at.isBefore(YearMonth.from(first)) || at.isAfter(YearMonth.from(last))) {
                continue;
            }
            StringBuilder line = new StringBuilder(at + "  ");
            for (int day = 1; day <= at.lengthOfMonth(); day++) {
                LocalDate date = at.atDay(day);
                boolean outside = date.isBefore(first) || date.isAfter(last);
                line.append((outside ? Sign.OUTSIDE : sign(date)).sign);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static boolean isLoaded(String month) {
        return month.substring(month.indexOf("  ")).strip().chars().allMatch(sign -> sign == Sign.LOADED.sign);
    }

    private Sign sign(LocalDate date) {
        Window day =
                Window.between(IntervalUnit.begin(date, type, zone), IntervalUnit.begin(date.plusDays(1), type, zone));
        List<IntervalRecord> parts = known.within(day);
        if (has(parts, IntervalStatus.FAILED)) {
            return Sign.FAILED;
        }
        if (has(parts, IntervalStatus.RUNNING)) {
            return Sign.RUNNING;
        }
        if (!has(parts, IntervalStatus.SUCCESS)) {
            return Sign.MISSING;
        }
        return known.lacking(day, part -> part.status() == IntervalStatus.SUCCESS)
                        .isEmpty()
                ? Sign.LOADED
                : Sign.PARTLY;
    }

    private static boolean has(List<IntervalRecord> parts, IntervalStatus status) {
        return parts.stream().anyMatch(part -> part.status() == status);
    }
}
