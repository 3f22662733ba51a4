package io.highwater.jobs.incremental;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How far below the watermark a window begins, so that rows that came late are found.
 *
 * @param time for a cursor that follows a clock
 * @param number for an integer cursor
 */
record Overlap(Optional<Duration> time, long number) {
    private static final Duration USUAL = Duration.ofMinutes(10);

    static Overlap none() {
        return new Overlap(Optional.empty(), 0);
    }

    /** A number, or a duration as the configuration language writes it. */
    static Optional<Overlap> parse(String text) {
        if (text.strip().matches("\\d{1,18}")) {
            return Optional.of(new Overlap(Optional.empty(), Long.parseLong(text.strip())));
        }
        try {
            Duration time = ConfigFactory.parseString("o=\"" + text.replace("\"", "") + "\"")
                    .getDuration("o");
            return time.isNegative() ? Optional.empty() : Optional.of(new Overlap(Optional.of(time), 0));
        } catch (ConfigException notOne) {
            return Optional.empty();
        }
    }

    /** What is read again unless told otherwise, in positions of the cursor. */
    static long usual(CursorType type) {
        return switch (type) {
            case INSTANT, LOCAL -> USUAL.toNanos() / 1000;
            case DATE -> 1;
            case INTEGER -> 0;
        };
    }

    /**
     * The overlap in positions of the cursor.
     *
     * @throws UserException if it is a time and the cursor is none, or the other way round
     */
    long positions(CursorType type) {
        if (type.isTime() && number > 0) {
            throw unfit(Long.toString(number), "a duration such as 10 minutes, because the cursor follows a clock");
        }
        if (!type.isTime() && time.isPresent()) {
            throw unfit(time.get().toString(), "a number, because the cursor is one");
        }
        Duration span = time.orElse(Duration.ZERO);
        return switch (type) {
            case INSTANT, LOCAL ->
                ChronoUnit.MICROS.between(java.time.Instant.EPOCH, java.time.Instant.EPOCH.plus(span));
            case DATE -> span.plusDays(1).minusNanos(1).toDays();
            case INTEGER -> number;
        };
    }

    private static UserException unfit(String value, String expected) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot use highwater.incremental.overlap = " + value + ": expected " + expected + ".");
    }
}
