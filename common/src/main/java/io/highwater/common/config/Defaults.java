package io.highwater.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The lowest layer, from the class path.
 *
 * @param layer what {@code reference.conf} says below {@code highwater}; other libraries' keys are left out
 * @param paths every key in it, from the root
 */
record Defaults(Config layer, Set<String> paths) {
    static Defaults of(ClassLoader classes) {
        Config layer = read(classes).withOnlyPath(Paths.ROOT);
        Set<String> paths = new HashSet<>();
        layer.root().forEach((key, value) -> collect(key, value, paths));
        return new Defaults(layer, Set.copyOf(paths));
    }

    private static Config read(ClassLoader classes) {
        try {
            Config merged = ConfigFactory.empty();
            for (URL resource : Collections.list(classes.getResources(Origin.DEFAULTS))) {
                merged = merged.withFallback(ConfigFactory.parseURL(resource, options(classes)));
            }
            return merged;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + Origin.DEFAULTS + " from the class path.", unreadable);
        }
    }

    private static ConfigParseOptions options(ClassLoader classes) {
        return ConfigParseOptions.defaults()
                .setClassLoader(classes)
                .setOriginDescription(Origin.place(Origin.DEFAULTS).description());
    }

    private static void collect(String path, ConfigValue value, Set<String> paths) {
        paths.add(path);
        if (value instanceof ConfigObject object) {
            for (Map.Entry<String, ConfigValue> entry : Substitutions.entries(object)) {
                collect(Paths.child(path, entry.getKey()), entry.getValue(), paths);
            }
        }
    }
}
