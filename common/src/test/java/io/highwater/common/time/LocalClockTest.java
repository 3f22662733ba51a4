package io.highwater.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LocalClockTest {
    private final LocalClock berlin = new LocalClock(ZoneId.of("Europe/Berlin"));

    @Test
    void clockThatIsNotAboutToChangeShowsTheLocalTime() {
        assertThat(earliest("2024-05-01T10:00:00.25Z")).isEqualTo("2024-05-01T12:00:00.250");
        assertThat(earliest("2024-01-01T10:00:00Z")).isEqualTo("2024-01-01T11:00");
    }

    @Test
    void timesBetweenTwoAndThreeWaitUntilTheClockHasShownThemTwice() {
        assertThat(earliest("2024-10-26T23:59:59Z")).isEqualTo("2024-10-27T01:59:59");
        assertThat(earliest("2024-10-27T00:00:00Z")).isEqualTo("2024-10-27T02:00");
        assertThat(earliest("2024-10-27T00:30:00Z")).isEqualTo("2024-10-27T02:00");
        assertThat(earliest("2024-10-27T00:59:59.999999Z")).isEqualTo("2024-10-27T02:00");
        assertThat(earliest("2024-10-27T01:00:00Z")).isEqualTo("2024-10-27T02:00");
        assertThat(earliest("2024-10-27T01:30:00Z")).isEqualTo("2024-10-27T02:30");
        assertThat(earliest("2024-10-27T02:00:00Z")).isEqualTo("2024-10-27T03:00");
    }

    @Test
    void clockThatIsSetForwardLeavesAnHourOut() {
        assertThat(earliest("2024-03-31T00:59:59.999999Z")).isEqualTo("2024-03-31T01:59:59.999999");
        assertThat(earliest("2024-03-31T01:00:00Z")).isEqualTo("2024-03-31T03:00");
    }

    @Test
    void noRowStampedLaterLiesBelowTheEarliestTime() {
        Instant begin = Instant.parse("2024-10-26T20:00:00Z");
        for (int minutes = 0; minutes < 600; minutes += 10) {
            LocalDateTime bound = berlin.earliestFrom(begin.plusSeconds(60L * minutes));
            for (int later = minutes; later < 900; later += 10) {
                assertThat(LocalDateTime.ofInstant(begin.plusSeconds(60L * later), berlin.zone()))
                        .isAfterOrEqualTo(bound);
            }
        }
    }

    private String earliest(String instant) {
        return berlin.earliestFrom(Instant.parse(instant)).toString();
    }
}
