package io.highwater.common.state;

import io.highwater.common.time.CursorType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a job has come: everything of its source below the position is in its target.
 *
 * @param job the job's name
 * @param column the cursor
 * @param type what the cursor counts
 * @param zone the zone of the cursor's values where they carry none
 * @param position the first position that is not loaded
 * @param run the run that came this far
 * @param generation the lease of that run
 * @param at when it did
 * @param targetVersion the commit that loaded up to here; empty where there was nothing to commit
 */
public record Watermark(
        String job,
        String column,
        CursorType type,
        ZoneId zone,
        long position,
        String run,
        long generation,
        Instant at,
        OptionalLong targetVersion) {
    /** The position as people write it. */
    public String text() {
        return type.text(position);
    }

    /** How far the target is behind a moment; empty where the cursor follows no clock. */
    public Optional<Duration> lagAt(Instant now) {
        return moment().map(moment -> Duration.between(moment, now));
    }

    private Optional<Instant> moment() {
        LocalDateTime epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        return switch (type) {
            case INSTANT -> Optional.of(Instant.EPOCH.plus(position, ChronoUnit.MICROS));
            case LOCAL ->
                Optional.of(epoch.plus(position, ChronoUnit.MICROS).atZone(zone).toInstant());
            case DATE ->
                Optional.of(LocalDate.ofEpochDay(position).atStartOfDay(zone).toInstant());
            case INTEGER -> Optional.empty();
        };
    }
}
