package io.highwater.common.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Microseconds since 1970, for every year a table can hold: the platform's own counting overflows in 2262. */
public final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1000;

    private Micros() {}

    /** Microseconds since 1970 in UTC. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
    }

    /** Microseconds since 1970-01-01T00:00. */
    public static long of(LocalDateTime local) {
        return of(local.toInstant(ZoneOffset.UTC));
    }
}
