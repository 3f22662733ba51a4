package io.highwater.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PositionTextTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void dateIsItsBeginningInTheZone() {
        assertThat(text("2024-05-01", CursorType.INSTANT, BERLIN)).isEqualTo("2024-04-30T22:00:00Z");
        assertThat(text("2024-05-01", CursorType.LOCAL, BERLIN)).isEqualTo("2024-05-01T00:00");
        assertThat(text("2024-05-01", CursorType.DATE, BERLIN)).isEqualTo("2024-05-01");
    }

    @Test
    void timeWithAZoneIsThatInstant() {
        assertThat(text("2024-05-01 06:00:00+02:00", CursorType.INSTANT, ZoneOffset.UTC))
                .isEqualTo("2024-05-01T04:00:00Z");
        assertThat(text("2024-05-01T04:00:00Z", CursorType.LOCAL, BERLIN)).isEqualTo("2024-05-01T06:00");
    }

    @Test
    void timeThatTheClockShowsTwiceOrNeverIsTheEarlierInstant() {
        assertThat(text("2024-10-27T02:30", CursorType.INSTANT, BERLIN)).isEqualTo("2024-10-27T00:30:00Z");
        assertThat(text("2024-03-31T02:30", CursorType.INSTANT, BERLIN)).isEqualTo("2024-03-31T01:30:00Z");
    }

    @Test
    void everyYearATableCanHoldHasPositions() {
        for (CursorType type : List.of(CursorType.INSTANT, CursorType.LOCAL)) {
            for (String moment :
                    List.of("0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")) {
                long position = PositionText.parse(moment, type, ZoneOffset.UTC).orElseThrow();

                assertThat(type.position(type.text(position))).hasValue(position);
                assertThat(position).isBetween(type.first(), type.last());
            }
        }
    }

    @Test
    void numberIsOneForAnIntegerCursorOnly() {
        assertThat(PositionText.parse("-42", CursorType.INTEGER, ZoneOffset.UTC))
                .hasValue(-42);
        assertThat(PositionText.parse("42", CursorType.INSTANT, ZoneOffset.UTC)).isEqualTo(OptionalLong.empty());
        assertThat(PositionText.parse("2024-05-01", CursorType.INTEGER, ZoneOffset.UTC))
                .isEqualTo(OptionalLong.empty());
    }

    private static String text(String written, CursorType type, ZoneId zone) {
        return type.text(PositionText.parse(written, type, zone).orElseThrow());
    }
}
