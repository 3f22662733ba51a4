package io.highwater.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntervalUnitTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate WEDNESDAY = LocalDate.of(2024, 2, 28);

    @Test
    void leapDayIsADay() {
        assertThat(texts(IntervalUnit.DAY, WEDNESDAY, WEDNESDAY.plusDays(2), CursorType.DATE))
                .containsExactly("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02");
    }

    @Test
    void weeksBeginOnMondaysAndMonthsOnTheFirst() {
        assertThat(texts(IntervalUnit.WEEK, WEDNESDAY, LocalDate.of(2024, 3, 12), CursorType.DATE))
                .containsExactly("2024-02-28", "2024-03-04", "2024-03-11", "2024-03-13");
        assertThat(texts(IntervalUnit.MONTH, WEDNESDAY, LocalDate.of(2024, 4, 1), CursorType.DATE))
                .containsExactly("2024-02-28", "2024-03-01", "2024-04-01", "2024-04-02");
    }

    @Test
    void dayOfTheChangedClockHas23Or25Hours() {
        LocalDate spring = LocalDate.of(2024, 3, 31);
        LocalDate autumn = LocalDate.of(2024, 10, 27);

        assertThat(IntervalUnit.HOUR.cut(spring, spring, CursorType.INSTANT, BERLIN))
                .hasSize(23);
        assertThat(IntervalUnit.HOUR.cut(autumn, autumn, CursorType.INSTANT, BERLIN))
                .hasSize(25);
        assertThat(IntervalUnit.HOUR.cut(autumn, autumn, CursorType.LOCAL, BERLIN))
                .hasSize(24);
        Window day =
                IntervalUnit.DAY.cut(autumn, autumn, CursorType.INSTANT, BERLIN).get(0);
        assertThat(day.describe(CursorType.INSTANT))
                .isEqualTo("from 2024-10-26T22:00:00Z to before 2024-10-27T23:00:00Z");
    }

    @ParameterizedTest
    @EnumSource(IntervalUnit.class)
    void intervalsLeaveNothingOutAndOverlapNowhere(IntervalUnit unit) {
        LocalDate from = LocalDate.of(2023, 12, 27);
        LocalDate through = LocalDate.of(2025, 1, 9);

        List<Window> windows = unit.cut(from, through, CursorType.INSTANT, BERLIN);

        assertThat(windows.get(0).from()).hasValue(IntervalUnit.begin(from, CursorType.INSTANT, BERLIN));
        assertThat(windows.get(windows.size() - 1).to())
                .isEqualTo(IntervalUnit.begin(through.plusDays(1), CursorType.INSTANT, BERLIN));
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).from()).hasValue(windows.get(i - 1).to());
        }
        assertThat((long) windows.size()).isEqualTo(unit.count(from, through));
    }

    @Test
    void boundsInTheMidstDoNotDependOnWhereARangeBegins() {
        List<Window> one = IntervalUnit.WEEK.cut(WEDNESDAY, WEDNESDAY.plusDays(40), CursorType.DATE, ZoneOffset.UTC);
        List<Window> other =
                IntervalUnit.WEEK.cut(WEDNESDAY.plusDays(2), WEDNESDAY.plusDays(40), CursorType.DATE, ZoneOffset.UTC);

        assertThat(other.subList(1, other.size())).isEqualTo(one.subList(1, one.size()));
    }

    @Test
    void datesHaveNoHours() {
        assertThat(IntervalUnit.HOUR.fits(CursorType.DATE)).isFalse();
        assertThat(IntervalUnit.DAY.fits(CursorType.INTEGER)).isFalse();
        assertThatThrownBy(() -> IntervalUnit.HOUR.cut(WEDNESDAY, WEDNESDAY, CursorType.DATE, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> texts(IntervalUnit unit, LocalDate from, LocalDate through, CursorType type) {
        List<Window> windows = unit.cut(from, through, type, ZoneOffset.UTC);
        List<String> bounds = new java.util.ArrayList<>(windows.stream()
                .map(window -> type.text(window.from().orElseThrow()))
                .toList());
        bounds.add(type.text(windows.get(windows.size() - 1).to()));
        return bounds;
    }
}
