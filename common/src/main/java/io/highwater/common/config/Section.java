package io.highwater.common.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One object of the configuration, read key by key. Keys are kebab-case and of this object alone, without dots; a key set
 * to null is absent.
 *
 * <p>Nothing here throws for what a user wrote: a required key that is missing, or any value of the wrong shape, is
 * recorded in {@link Settings#problems()} and a harmless placeholder returned. Ask the problems before using anything.
 */
public final class Section {
    private final SectionKeys keys;

    Section(SectionKeys keys) {
        this.keys = keys;
    }

    /** The path from the root, such as {@code highwater.checks[0]}. */
    public String path() {
        return keys.path();
    }

    /** Whether the key has a value, of whatever shape. */
    public boolean has(String key) {
        return keys.find(key).isPresent();
    }

    /** A required value of any shape. */
    public <T> T value(String key, Shape<T> shape) {
        return optionalValue(key, shape).orElseGet(() -> {
            keys.missing(key, shape.expectation());
            return shape.placeholder();
        });
    }

    /** A value of any shape; empty only when it is absent. */
    public <T> Optional<T> optionalValue(String key, Shape<T> shape) {
        return keys.find(key).map(value -> read(key, value, shape));
    }

    /** A required string, not empty. */
    public String text(String key) {
        return value(key, Shapes.TEXT);
    }

    /** A string, which may be empty. */
    public Optional<String> optionalText(String key) {
        return optionalValue(key, Shapes.ANY_TEXT);
    }

    /** A required integer within both bounds, which count. */
    public int integer(String key, int least, int most) {
        return Math.toIntExact(longInteger(key, least, most));
    }

    /** An integer within both bounds, which count. */
    public OptionalInt optionalInteger(String key, int least, int most) {
        OptionalLong value = optionalLongInteger(key, least, most);
        return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.getAsLong())) : OptionalInt.empty();
    }

    /** A required integer within both bounds, which count. */
    public long longInteger(String key, long least, long most) {
        return value(key, Shapes.integer(least, most));
    }

    /** An integer within both bounds, which count. */
    public OptionalLong optionalLongInteger(String key, long least, long most) {
        return optionalValue(key, Shapes.integer(least, most))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** A required {@code true} or {@code false}. */
    public boolean flag(String key) {
        return value(key, Shapes.FLAG);
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> optionalFlag(String key) {
        return optionalValue(key, Shapes.FLAG);
    }

    /** A required length of time with its unit, zero or more. */
    public Duration duration(String key) {
        return value(key, Shape.DURATION);
    }

    /** A length of time with its unit, zero or more. */
    public Optional<Duration> optionalDuration(String key) {
        return optionalValue(key, Shape.DURATION);
    }

    /** A required share, written {@code 20 percent} or {@code 20%}. */
    public Percent percent(String key) {
        return value(key, Shapes.PERCENT);
    }

    /** A share, written {@code 20 percent} or {@code 20%}. */
    public Optional<Percent> optionalPercent(String key) {
        return optionalValue(key, Shapes.PERCENT);
    }

    /** A number of bytes with its unit, at least one. */
    public Optional<Long> optionalBytes(String key) {
        return optionalValue(key, Shapes.BYTES);
    }

    /** A required word of a closed set: {@code full-refresh} is {@code FULL_REFRESH}. */
    public <E extends Enum<E>> E choice(String key, Class<E> choices) {
        return value(key, Shapes.choice(choices));
    }

    /** A word of a closed set: {@code full-refresh} is {@code FULL_REFRESH}. */
    public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> choices) {
        return optionalValue(key, Shapes.choice(choices));
    }

    /** A required list of at least one string; a string alone is a list of one. */
    public List<String> texts(String key) {
        return value(key, Shapes.TEXTS);
    }

    /** A list of strings, empty when absent; a string alone is a list of one. */
    public List<String> optionalTexts(String key) {
        return optionalValue(key, Shapes.ANY_TEXTS).orElseGet(List::of);
    }

    /**
     * An object whose keys are the user's, in the order of the keys; empty when absent. Nested keys are joined with dots:
     * {@code { delta.appendOnly = true }} and {@code { "delta.appendOnly" = true }} are the same.
     */
    public Map<String, String> textMap(String key) {
        return keys.find(key).flatMap(value -> flatMap(key, value)).orElseGet(Map::of);
    }

    /** The section below the key. An absent one is empty: its required keys will be found missing. */
    public Section section(String key) {
        return optionalSection(key).orElseGet(() -> keys.absent(key));
    }

    /** The section below the key, if there is one. */
    public Optional<Section> optionalSection(String key) {
        return keys.find(key).map(value -> keys.open(key, value));
    }

    /** The sections of a list, in its order; none when absent. */
    public List<Section> sections(String key) {
        return keys.find(key).map(value -> keys.openAll(key, value)).orElseGet(List::of);
    }

    /** A secret, written as {@code env:NAME} or {@code hadoop-credential:ALIAS}; the value itself is refused. */
    public Optional<Secret> secret(String key) {
        return keys.find(key).filter(value -> !Substitutions.open(value)).flatMap(value -> secret(key, value));
    }

    /** The keys that have a value, where they are the user's, in the order in which they were written. */
    public List<String> names() {
        return keys.written();
    }

    /**
     * This section, and below it what another says of keys that have no value here. Problems are reported where the value
     * stands. What it asks for does not count as asked for in either.
     *
     * @param except keys of the other that are left out
     */
    public Section over(Section other, Set<String> except) {
        return new Section(keys.over(other.keys, except));
    }

    /** This section with other values, by their paths from here: texts and lists of texts. */
    public Section with(Map<String, Object> values) {
        return new Section(keys.with(values));
    }

    /** This section, and a value for a key that has none. */
    public Section or(String key, String value) {
        return new Section(keys.or(key, value));
    }

    /**
     * Records a problem of the caller's own with a key.
     *
     * @param message what was expected, such as "expected a date such as 2024-12-31"
     */
    public void problem(String key, String message) {
        keys.problem(key, message);
    }

    /** Takes no notice of some keys, unless they were written for this section itself and not for those it stands over. */
    public void acceptShared(List<String> shared) {
        keys.acceptShared(shared);
    }

    /** Leaves all keys here and below that nobody has asked for yet to another reader: this one does not judge them. */
    public void acceptRest() {
        keys.acceptRest();
    }

    /** Records every key that a user wrote here or below and that nobody asked for. To be called last, on the root. */
    public void rejectUnknown() {
        keys.rejectUnknown();
    }

    private <T> T read(String key, ConfigValue value, Shape<T> shape) {
        if (Substitutions.open(value)) {
            return shape.placeholder();
        }
        return shape.read(value).orElseGet(() -> {
            keys.problem(key, shape.expectation());
            return shape.placeholder();
        });
    }

    private Optional<Map<String, String>> flatMap(String key, ConfigValue value) {
        if (value instanceof ConfigObject object && Substitutions.readable(object)) {
            return Optional.of(new FlatMap(keys).of(keys.pathOf(key), object));
        }
        keys.problem(key, "expected an object { … }");
        return Optional.empty();
    }

    private Optional<Secret> secret(String key, ConfigValue value) {
        Secrets.Resolution resolution =
                keys.secrets().resolve(Scalars.text(value).orElse(""));
        if (resolution instanceof Secrets.Found found) {
            return Optional.of(found.secret());
        }
        keys.maskedProblem(key, value, ((Secrets.Refused) resolution).message());
        return Optional.empty();
    }
}
