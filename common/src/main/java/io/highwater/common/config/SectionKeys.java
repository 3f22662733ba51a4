package io.highwater.common.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys of one object: which there are, which were asked for, and where problems with them are to be reported. */
final class SectionKeys {
    private static final ConfigObject EMPTY = ConfigFactory.empty().root();

    private final List<Layer> layers;
    private final ConfigObject values;
    private final Origin place;
    private final ReadContext context;
    private final TreeSet<String> known = new TreeSet<>();
    private final Map<String, List<Section>> opened = new LinkedHashMap<>();

    SectionKeys(ConfigObject values, String path, Origin place, ReadContext context) {
        this(List.of(new Layer(values, path)), place, context);
    }

    private SectionKeys(List<Layer> layers, Origin place, ReadContext context) {
        this.layers = List.copyOf(layers);
        this.values = layers.stream().map(Layer::values).reduce(EMPTY, ConfigObject::withFallback);
        this.place = place;
        this.context = context;
    }

    /**
     * An object whose keys count, where those above it do not have them.
     *
     * @param path where a user finds it
     */
    private record Layer(ConfigObject values, String path) {
        Optional<Layer> below(String key) {
            return values.get(key) instanceof ConfigObject object && Substitutions.readable(object)
                    ? Optional.of(new Layer(object, Paths.child(path, key)))
                    : Optional.empty();
        }

        Layer without(Set<String> keys) {
            ConfigObject rest = values;
            for (String key : keys) {
                rest = rest.withoutKey(key);
            }
            return new Layer(rest, path);
        }
    }

    /** These keys, and those of {@code others} below them, but for some. */
    SectionKeys over(SectionKeys others, Set<String> except) {
        List<Layer> all = new ArrayList<>(layers);
        others.layers.forEach(layer -> all.add(layer.without(except)));
        return new SectionKeys(all, place, context);
    }

    /** These keys, and one more where it has no value. */
    SectionKeys or(String key, String value) {
        ConfigObject more = EMPTY.withValue(
                key,
                ConfigValueFactory.fromAnyRef(
                        value, Origin.place(Origin.DEFAULTS).description()));
        return over(new SectionKeys(more, path(), place, context), Set.of());
    }

    /** These keys, but with other values for some, by their paths from here; texts and lists of texts. */
    SectionKeys with(Map<String, Object> others) {
        ConfigObject above = ConfigFactory.parseMap(others, place.description()).root();
        SectionKeys top = new SectionKeys(above, path(), place, context);
        return top.over(this, Set.of());
    }

    /** The keys there are, in the order in which they were written. */
    List<String> written() {
        return Substitutions.entries(values).stream()
                .sorted(Comparator.comparing(entry -> Origin.of(entry.getValue().origin()), Origin.BY_FILE_AND_LINE))
                .map(Map.Entry::getKey)
                .toList();
    }

    static Section root(ConfigValue value, Origin place, ReadContext context) {
        return new SectionKeys(EMPTY, Paths.ROOT, place, context)
                .section(Paths.ROOT, value, "expected an object { … }");
    }

    String path() {
        return layers.get(0).path();
    }

    Secrets secrets() {
        return context.secrets();
    }

    String pathOf(String key) {
        return Paths.child(
                layers.stream()
                        .filter(layer -> layer.values().containsKey(key))
                        .findFirst()
                        .map(Layer::path)
                        .orElse(path()),
                key);
    }

    /** The value of a key, which is known from now on; a key that is set to null is absent. */
    Optional<ConfigValue> find(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(value -> Substitutions.open(value) || value.valueType() != ConfigValueType.NULL);
    }

    /** The section below a key; opened once, so that whatever was read through it counts. */
    Section open(String key, ConfigValue value) {
        return opened.computeIfAbsent(key, unseen -> List.of(sectionOf(key, value)))
                .get(0);
    }

    private Section sectionOf(String key, ConfigValue value) {
        if (layers.size() == 1 || !(value instanceof ConfigObject object) || !Substitutions.readable(object)) {
            return section(pathOf(key), value, "expected a section { … }");
        }
        Optional<Layer> own = layers.get(0).below(key);
        List<Layer> below = new ArrayList<>();
        below.add(own.orElseGet(() -> new Layer(EMPTY, Paths.child(path(), key))));
        layers.stream().skip(1).flatMap(layer -> layer.below(key).stream()).forEach(below::add);
        Origin origin = own.map(layer -> Origin.of(layer.values().origin())).orElse(place);
        return new Section(new SectionKeys(below, origin.isDefault() ? place : origin, context));
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

    void acceptShared(List<String> keys) {
        keys.stream().filter(key -> !layers.get(0).values().containsKey(key)).forEach(known::add);
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
