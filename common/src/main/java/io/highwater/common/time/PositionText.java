package io.highwater.common.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Positions as people write them: a date for its beginning, a time with or without a zone, or a number. */
public final class PositionText {
    private PositionText() {}

    /**
     * The position that a text means to a cursor; empty if none.
     *
     * @param zone the zone of a text that carries none, and of a cursor whose values carry none
     */
    public static OptionalLong parse(String text, CursorType type, ZoneId zone) {
        if (type == CursorType.INTEGER) {
            return type.position(text);
        }
        Optional<LocalDateTime> local = local(text, zone);
        if (local.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (type) {
                    case INSTANT ->
                        Micros.of(instant(text)
                                .orElseGet(() -> local.get().atZone(zone).toInstant()));
                    case LOCAL -> Micros.of(local.get());
                    case DATE -> local.get().toLocalDate().toEpochDay();
                    case INTEGER -> throw new IllegalStateException("A number is no time");
                });
    }

    private static Optional<LocalDateTime> local(String text, ZoneId zone) {
        return instant(text)
                .map(instant -> LocalDateTime.ofInstant(instant, zone))
                .or(() -> attempt(LocalDateTime::parse, text.replace(' ', 'T')))
                .or(() -> attempt(LocalDate::parse, text).map(LocalDate::atStartOfDay));
    }

    private static Optional<Instant> instant(String text) {
        return attempt(OffsetDateTime::parse, text.replace(' ', 'T')).map(OffsetDateTime::toInstant);
    }

    private static <T> Optional<T> attempt(Function<String, T> parser, String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
