package io.highwater.common.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values. A number or a flag may be quoted, because an environment variable always is. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
    private static final Pattern WITH_UNIT = Pattern.compile("[\\d.]+\\s*\\p{Alpha}+");
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(?:%|percent)");

    private Scalars() {}

    /** The value as it was written; empty for a list or an object. */
    static Optional<String> text(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(textOf(value));
            case LIST, OBJECT, NULL -> Optional.empty();
        };
    }

    /** The text of a string, a number or a boolean: {@code 1.10} and {@code 007} keep their zeros. */
    static String textOf(ConfigValue scalar) {
        return scalar.atKey("value").getString("value");
    }

    static Optional<Long> integer(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        long truncated = number.longValue();
        return number.compareTo(BigDecimal.valueOf(truncated)) == 0 ? Optional.of(truncated) : Optional.empty();
    }

    static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A number without a unit is refused: HOCON would take it for milliseconds, a reader would not. */
    static Optional<Duration> duration(String text) {
        if (!WITH_UNIT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ConfigValueFactory.fromAnyRef(text).atKey("value").getDuration("value"));
        } catch (ConfigException.BadValue unknownUnit) {
            return Optional.empty();
        }
    }

    /** A number without a unit is refused, as it is for durations. */
    static Optional<Long> bytes(String text) {
        if (!WITH_UNIT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                            ConfigValueFactory.fromAnyRef(text).atKey("value").getBytes("value"))
                    .filter(bytes -> bytes > 0);
        } catch (ConfigException.BadValue unknownUnit) {
            return Optional.empty();
        }
    }

    static Optional<Percent> percent(String text) {
        Matcher matcher = PERCENT.matcher(text);
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .map(match -> new BigDecimal(match.group(1)))
                .filter(Percent::isInRange)
                .map(Percent::new);
    }
}
