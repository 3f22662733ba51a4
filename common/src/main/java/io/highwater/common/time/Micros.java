package io.highwater.common.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Microseconds since 1970, for every year a table can hold: the platform's own counting overflows in 2262. */
public final class Micros {
    private static final LocalDateTime MIDNIGHT_1970 = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1000;

    private Micros() {}

    /** Microseconds since 1970 in UTC; what is finer is cut off. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
    }

    /** Microseconds since 1970-01-01T00:00; what is finer is cut off. */
    public static long of(LocalDateTime local) {
        return of(local.toInstant(ZoneOffset.UTC));
    }

    /** The instant so many microseconds after 1970 in UTC. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The moment so many microseconds after 1970-01-01T00:00. */
    public static LocalDateTime local(long micros) {
        return MIDNIGHT_1970.plus(micros, ChronoUnit.MICROS);
    }
}
