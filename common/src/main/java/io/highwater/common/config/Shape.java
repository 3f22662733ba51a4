package io.highwater.common.config;

import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a value must look like.
 *
 * @param expectation what a user is told when it does not, starting with "expected"
 * @param placeholder a harmless value of the right type, to go on with after the problem was recorded
 * @param reading turns the value into the wanted type; empty when it has another shape
 */
public record Shape<T>(String expectation, T placeholder, Function<ConfigValue, Optional<T>> reading) {
    /** A length of time with its unit, zero or more. */
    public static final Shape<Duration> DURATION =
            parsed("expected a duration such as 30 seconds or 10 minutes", Duration.ZERO, Scalars::duration);

    /** A single value that is parsed from its text, without surrounding blanks. */
    public static <T> Shape<T> parsed(String expectation, T placeholder, Function<String, Optional<T>> parser) {
        return new Shape<>(
                expectation,
                placeholder,
                value -> Scalars.text(value).map(String::strip).flatMap(parser));
    }

    Optional<T> read(ConfigValue value) {
        return reading.apply(value);
    }
}
