package io.highwater.common.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shapes that every job knows. */
final class Shapes {
    private static final String UNUSABLE = "unusable";

    static final Shape<String> ANY_TEXT = new Shape<>("expected a string", UNUSABLE, Scalars::text);

    static final Shape<String> TEXT = new Shape<>(
            "expected a string that is not empty",
            UNUSABLE,
            value -> Scalars.text(value).filter(text -> !text.isEmpty()));

    static final Shape<Boolean> FLAG = Shape.parsed("expected true or false", false, Scalars::flag);

    static final Shape<Percent> PERCENT =
            Shape.parsed("expected a share such as 20 percent, from 0 to 100 percent", Percent.of(0), Scalars::percent);

    static final Shape<Long> BYTES = Shape.parsed("expected a size such as 32 MB or 1 GiB", 1L, Scalars::bytes);

    static final Shape<List<String>> ANY_TEXTS =
            new Shape<>("expected a list of strings", List.of(UNUSABLE), Shapes::texts);

    static final Shape<List<String>> TEXTS = new Shape<>(
            "expected a list of at least one string",
            List.of(UNUSABLE),
            value -> texts(value).filter(texts -> !texts.isEmpty()));

    private Shapes() {}

    static Shape<Long> integer(long least, long most) {
        return Shape.parsed(
                "expected an integer " + range(least, most),
                least,
                text -> Scalars.integer(text).filter(number -> number >= least && number <= most));
    }

    static <E extends Enum<E>> Shape<E> choice(Class<E> choices) {
        List<E> constants = Arrays.asList(choices.getEnumConstants());
        String words = constants.stream().map(Shapes::word).collect(Collectors.joining(", "));
        return Shape.parsed(
                "expected one of " + words,
                constants.get(0),
                text -> constants.stream()
                        .filter(constant -> word(constant).equals(text))
                        .findFirst());
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<List<String>> texts(ConfigValue value) {
        if (!(value instanceof ConfigList list)) {
            return Scalars.text(value).map(List::of);
        }
        List<String> texts =
                list.stream().flatMap(element -> Scalars.text(element).stream()).toList();
        return texts.size() == list.size() ? Optional.of(texts) : Optional.empty();
    }
}
