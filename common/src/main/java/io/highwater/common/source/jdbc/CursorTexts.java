package io.highwater.common.source.jdbc;

import io.highwater.common.time.Micros;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Positions of times as the text databases write, {@code 2024-05-01 12:00:00.5}, within the years 0001 to 9999. */
final class CursorTexts {
    private static final long FIRST_MICROS = Micros.of(Moments.FIRST_DATE.atStartOfDay());
    private static final long LAST_MICROS = Micros.of(Moments.LAST_DATE.atTime(23, 59, 59, 999_999_000));

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private CursorTexts() {}

    /** A moment without its zone. */
    static String moment(long micros) {
        long inside = Math.max(FIRST_MICROS, Math.min(LAST_MICROS, micros));
        return WRITTEN.format(Micros.local(inside));
    }

    /** A date. */
    static String day(long days) {
        long inside = Math.max(Moments.FIRST_DATE.toEpochDay(), Math.min(Moments.LAST_DATE.toEpochDay(), days));
        return LocalDate.ofEpochDay(inside).toString();
    }

    /** Microseconds since 1970 of a moment; what is finer is cut off. */
    static long micros(String moment) {
        return Micros.of(LocalDateTime.parse(moment, READ));
    }

    /** Days since 1970 of a date, which a driver may write with a time behind it. */
    static long days(String day) {
        return LocalDate.parse(day.substring(0, 10)).toEpochDay();
    }
}
