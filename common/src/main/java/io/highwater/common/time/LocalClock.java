package io.highwater.common.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** A zone's clock on the wall, which shows some times twice and others never. */
public record LocalClock(ZoneId zone) {
    /**
     * The earliest time the clock shows at an instant or at any later one. Where the clock is about to be set back, that is
     * less than it shows now: a row stamped with the clock after the instant never lies below, so a window may end here.
     */
    public LocalDateTime earliestFrom(Instant instant) {
        LocalDateTime shown = LocalDateTime.ofInstant(instant, zone);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition next = rules.nextTransition(instant);
        // A clock is never set back by more than a day, so what comes later than that cannot show an earlier time.
        while (next != null && next.getInstant().isBefore(instant.plus(1, ChronoUnit.DAYS))) {
            shown = next.getDateTimeAfter().isBefore(shown) ? next.getDateTimeAfter() : shown;
            next = rules.nextTransition(next.getInstant());
        }
        return shown;
    }
}
