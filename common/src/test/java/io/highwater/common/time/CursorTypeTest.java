package io.highwater.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CursorTypeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant LATE = Instant.parse("2024-05-01T22:30:00.000001Z");

    @Test
    void instantsAreTheMicrosecondsOfUniversalTime() {
        assertThat(CursorType.INSTANT.positionAt(LATE, BERLIN)).isEqualTo(LATE.getEpochSecond() * 1_000_000 + 1);
    }

    @Test
    void localTimesAreTheMicrosecondsThatTheZonesClockShows() {
        assertThat(CursorType.LOCAL.positionAt(LATE, BERLIN))
                .isEqualTo(LocalDateTime.parse("2024-05-02T00:30:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 1);
    }

    @Test
    void datesAreTheDaysThatTheZonesCalendarShows() {
        assertThat(CursorType.DATE.positionAt(LATE, BERLIN))
                .isEqualTo(LocalDate.parse("2024-05-02").toEpochDay());
    }

    @Test
    void wholeNumbersFollowNoClock() {
        assertThatIllegalStateException().isThrownBy(() -> CursorType.INTEGER.positionAt(LATE, BERLIN));
    }
}
