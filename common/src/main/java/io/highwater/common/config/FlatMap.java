package io.highwater.common.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a free-form object: its keys are the user's, dots in them and nesting mean the same. */
final class FlatMap {
    private final SectionKeys section;
    private final SortedMap<String, String> texts = new TreeMap<>();

    FlatMap(SectionKeys section) {
        this.section = section;
    }

    /** The texts by their dotted keys, in the order of the keys. */
    Map<String, String> of(String path, ConfigObject object) {
        object.forEach((key, value) -> add(Paths.child(path, key), key, value));
        return Collections.unmodifiableSortedMap(texts);
    }

    private void add(String path, String key, ConfigValue value) {
        if (Substitutions.open(value) || value.valueType() == ConfigValueType.NULL) {
            return;
        }
        if (value instanceof ConfigObject object) {
            object.forEach((name, inner) -> add(Paths.child(path, name), key + "." + name, inner));
            return;
        }
        Scalars.text(value)
                .ifPresentOrElse(
                        text -> put(path, key, value, text), () -> section.problem(path, value, "expected a string"));
    }

    private void put(String path, String key, ConfigValue value, String text) {
        if (texts.putIfAbsent(key, text) != null) {
            section.problem(path, value, "expected " + key + " only once; it is set both quoted and nested");
        }
    }
}
