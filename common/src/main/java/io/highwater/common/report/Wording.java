package io.highwater.common.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers and times as every report writes them. */
public final class Wording {
    /** What stands where there is nothing to say. */
    public static final String NONE = "-";

    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB");

    private Wording() {}

    /** A number with its thousands apart. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number that may not be known. */
    public static String count(OptionalLong number) {
        return number.isPresent() ? count(number.getAsLong()) : NONE;
    }

    /** How long something took, to a tenth of a second. */
    public static String took(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** A length of time in the unit that fits it, for lags and ages. */
    public static String roughly(Duration time) {
        Duration length = time.abs();
        String sign = time.isNegative() ? "-" : "";
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return sign + length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return sign + length.toMinutes() + " min";
        }
        return sign + (length.compareTo(Duration.ofDays(2)) < 0 ? length.toHours() + " h" : length.toDays() + " days");
    }

    /** A size with at most one decimal, in powers of a thousand. */
    public static String bytes(long size) {
        int unit = 0;
        double shown = size;
        while (shown >= 999.95 && unit < BYTES.size() - 1) {
            shown /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || shown >= 100 ? "%.0f %s" : "%.1f %s", shown, BYTES.get(unit));
    }

    /** A moment to the second, in UTC. */
    public static String moment(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
