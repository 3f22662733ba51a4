package io.highwater.common.state;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
 * @param keysCompared when the target's keys were last compared with the source's; empty if never, or nobody knows
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
        OptionalLong targetVersion,
        Optional<Instant> keysCompared) {
    /** The same, with the keys compared at a moment. */
    public Watermark comparedAt(Optional<Instant> moment) {
        return new Watermark(job, column, type, zone, position, run, generation, at, targetVersion, moment);
    }

    /** The same position, reached by another run. */
    public Watermark reachedBy(String otherRun, long otherGeneration, Instant moment, OptionalLong version) {
        return new Watermark(
                job, column, type, zone, position, otherRun, otherGeneration, moment, version, keysCompared);
    }

    /** The position as people write it. */
    public String text() {
        return type.text(position);
    }

    /** How far the target is behind a moment; empty where the cursor follows no clock. */
    public Optional<Duration> lagAt(Instant now) {
        return moment().map(moment -> Duration.between(moment, now));
    }

    /** How far the target was behind a moment at which another position of the same cursor was reached. */
    public Optional<Duration> lagAt(Instant then, String text) {
        OptionalLong other = type.position(text);
        return other.isEmpty() ? Optional.empty() : at(other.getAsLong()).lagAt(then);
    }

    private Watermark at(long other) {
        return new Watermark(job, column, type, zone, other, run, generation, at, targetVersion, keysCompared);
    }

    private Optional<Instant> moment() {
        return switch (type) {
            case INSTANT -> Optional.of(Micros.instant(position));
            case LOCAL -> Optional.of(Micros.local(position).atZone(zone).toInstant());
            case DATE ->
                Optional.of(LocalDate.ofEpochDay(position).atStartOfDay(zone).toInstant());
            case INTEGER -> Optional.empty();
        };
    }
}
