package io.highwater.common.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the substitutions that stayed open because nothing has their name. */
final class Substitutions {
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[^?}][^}]*}");

    private final Problems problems;

    Substitutions(Problems problems) {
        this.problems = problems;
    }

    static boolean open(ConfigValue value) {
        return !value.atKey("value").isResolved();
    }

    /** The entries of an object in the order of its keys; none where an open substitution hides them. */
    static Set<Map.Entry<String, ConfigValue>> entries(ConfigObject object) {
        return visibleEntries(object).orElseGet(Set::of);
    }

    static boolean readable(ConfigObject object) {
        return visibleEntries(object).isPresent();
    }

    private static Optional<Set<Map.Entry<String, ConfigValue>>> visibleEntries(ConfigObject object) {
        try {
            return Optional.of(new TreeMap<>(object).entrySet());
        } catch (ConfigException.NotResolved hidden) {
            return Optional.empty();
        }
    }

    /** Reports each open substitution at or below the path. */
    void reportOpen(String path, ConfigValue value) {
        if (!open(value)) {
            return;
        }
        if (value instanceof ConfigObject object && readable(object)) {
            entries(object).forEach(entry -> reportOpen(Paths.child(path, entry.getKey()), entry.getValue()));
        } else if (value instanceof ConfigList list) {
            Paths.forEachElement(path, list, this::reportOpen);
        } else {
            report(path, value);
        }
    }

    private void report(String path, ConfigValue value) {
        String names = REQUIRED.matcher(value.render())
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.joining(" and "));
        Optional<String> shown = Optional.of(Confidential.named(path) ? Redactor.MASK : names);
        String message = "expected " + names + " to be a key of the configuration or an environment variable";
        problems.add(new Problem(path, shown, Origin.of(value.origin()), message));
    }
}
