package io.highwater.common.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Intervals;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.IntervalUnit;
import io.highwater.common.time.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntervalCalendarTest {
    private final Intervals known = Intervals.of(List.of());

    @Test
    void eachDayHasASign() {
        put("2024-02-10", "2024-03-02", IntervalStatus.SUCCESS);
        put("2024-02-12", "2024-02-12", IntervalStatus.FAILED);
        put("2024-02-14", "2024-02-15", IntervalStatus.RUNNING);
        put("2024-03-01", "2024-03-01", IntervalStatus.SKIPPED);

        assertThat(lines(CursorType.DATE, ZoneOffset.UTC))
                .containsExactly(
                        "# loaded, > being loaded, + loaded in part, x failed, . not loaded",
                        "         1        10        20        30",
                        "2024-02           ##x#>>##############",
                        "2024-03  .#");
    }

    @Test
    void yearsOfWhichEveryDayIsLoadedShareALine() {
        put("2020-12-30", "2024-01-02", IntervalStatus.SUCCESS);
        assertThat(lines(CursorType.DATE, ZoneOffset.UTC).subList(2, 5))
                .containsExactly(
                        "2020-12                               ##", "2021 to 2023  every day loaded", "2024-01  ##");

        put("2022-07-01", "2022-07-01", IntervalStatus.FAILED);
        assertThat(lines(CursorType.DATE, ZoneOffset.UTC))
                .contains(
                        "2021  every day loaded", "2022-07  x##############################", "2023  every day loaded");
    }

    @Test
    void daysAreThoseOfTheZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        List<Window> hours =
                IntervalUnit.HOUR.cut(LocalDate.of(2024, 3, 30), LocalDate.of(2024, 4, 1), CursorType.INSTANT, berlin);
        // The clock is set on by an hour on the 31st, which has 23 of them.
        hours.subList(0, 24 + 23 + 1).forEach(hour -> known.put(record(hour, IntervalStatus.SUCCESS)));

        assertThat(lines(CursorType.INSTANT, berlin))
                .endsWith("2024-03                               ##", "2024-04  +");
    }

    private List<String> lines(CursorType type, ZoneId zone) {
        return new IntervalCalendar(known, type, zone).lines();
    }

    private void put(String from, String through, IntervalStatus status) {
        long begin = LocalDate.parse(from).toEpochDay();
        long end = LocalDate.parse(through).toEpochDay() + 1;
        known.put(record(Window.between(begin, end), status));
    }

    private static IntervalRecord record(Window window, IntervalStatus status) {
        return new IntervalRecord(
                window,
                status,
                1,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                "run",
                1,
                Instant.EPOCH);
    }
}
