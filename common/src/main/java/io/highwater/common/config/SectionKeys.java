package io.highwater.common.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The keys of one object: which there are, which were asked for, and where problems with them are to be reported. */
final class SectionKeys {
    private static final ConfigObject EMPTY = ConfigFactory.empty().root();

    private final ConfigObject values;
    private final String path;
    private final Origin place;
    private final ReadContext context;
    private final TreeSet<String> known = new TreeSet<>();
    private final Map<String, List<Section>> opened = new LinkedHashMap<>();

    SectionKeys(ConfigObject values, String path, Origin place, ReadContext context) {
        this.values = values;
        this.path = path;
        this.place = place;
        this.context = context;
    }

    static Section root(ConfigValue value, Origin place, ReadContext context) {
        return new SectionKeys(EMPTY, Paths.ROOT, place, context)
                .section(Paths.ROOT, value, "expected an object { … }");
    }

    String path() {
        return path;
    }

    Secrets secrets() {
        return context.secrets();
    }

    String pathOf(String key) {
        return Paths.child(path, key);
    }

    /** The value of a key, which is known from now on; a key that is set to null is absent. */
    Optional<ConfigValue> find(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(value -> Substitutions.open(value) || value.valueType() != ConfigValueType.NULL);
    }

    /** The section below a key; opened once, so that whatever was read through it counts. */
    Section open(String key, ConfigValue value) {
        return opened.computeIfAbsent(key, unseen -> List.of(section(pathOf(key), value, "expected a section { … }")))
                .get(0);
    }

    /** The sections of a list below a key; opened once. */
    List<Section> openAll(String key, ConfigValue value) {
        return opened.computeIfAbsent(key, unseen -> sections(key, value));
    }

    /** A section without a key, in place of one that is not there. */
    Section absent(String key) {
        return new Section(new SectionKeys(EMPTY, pathOf(key), place, context));
    }

    private List<Section> sections(String key, ConfigValue value) {
        List<Section> elements = new ArrayList<>();
        if (value instanceof ConfigList list) {
            Paths.forEachElement(
                    pathOf(key),
                    list,
                    (path, element) -> elements.add(section(path, element, "expected an object { … }")));
        } else {
            problem(key, "expected a list of objects [{ … }]");
        }
        return List.copyOf(elements);
    }

    private Section section(String pathBelow, ConfigValue value, String expectation) {
        if (value instanceof ConfigObject object && Substitutions.readable(object)) {
            Origin origin = Origin.of(object.origin());
            return new Section(new SectionKeys(object, pathBelow, origin.isDefault() ? place : origin, context));
        }
        problem(pathBelow, value, expectation);
        return new Section(new SectionKeys(EMPTY, pathBelow, place, context.muted()));
    }

    void missing(String key, String expectation) {
        add(pathOf(key), Optional.empty(), place, "missing; " + expectation);
    }

    /** A problem with a key's value, or with its absence. */
    void problem(String key, String message) {
        find(key)
                .ifPresentOrElse(
                        value -> problem(pathOf(key), value, message),
                        () -> add(pathOf(key), Optional.empty(), place, message));
    }

    void problem(String pathOfValue, ConfigValue value, String message) {
        // An open substitution was reported where the layers were put together.
        if (!Substitutions.open(value)) {
            add(pathOfValue, Optional.of(ShownValue.of(pathOfValue, value)), Origin.of(value.origin()), message);
        }
    }

    /** A problem with a value that is not to be shown, whatever its key is called. */
    void maskedProblem(String key, ConfigValue value, String message) {
        add(pathOf(key), Optional.of(Redactor.MASK), Origin.of(value.origin()), message);
    }

    private void add(String pathOfValue, Optional<String> shown, Origin origin, String message) {
        context.problems().add(new Problem(pathOfValue, shown, origin, message));
    }

    void rejectUnknown() {
        Substitutions.entries(values).stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .filter(entry -> writtenByUser(entry.getKey(), entry.getValue()))
                .forEach(entry -> unknown(entry.getKey(), entry.getValue()));
        opened.values().forEach(sections -> sections.forEach(Section::rejectUnknown));
    }

    void acceptRest() {
        known.addAll(values.keySet());
        opened.values().forEach(sections -> sections.forEach(Section::acceptRest));
    }

    private boolean writtenByUser(String key, ConfigValue value) {
        List<Origin> parts = Origin.parts(value.origin());
        return parts.stream().anyMatch(part -> !part.isDefault() && !part.isVariable())
                || (parts.stream().anyMatch(Origin::isVariable) && !context.isDefault(pathOf(key)));
    }

    private void unknown(String key, ConfigValue value) {
        String suggestion = Spelling.suggestion(key, known)
                .map(word -> "; did you mean " + Paths.key(word) + "?")
                .orElse("");
        context.problems()
                .addUnknownKey(new Problem(
                        pathOf(key), Optional.empty(), Origin.of(value.origin()), "unknown key" + suggestion));
    }
}
