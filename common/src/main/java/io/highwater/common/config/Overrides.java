package io.highwater.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code key=value} entries of the command line. One that cannot be read is a problem, and empty. */
final class Overrides {
    private static final Origin COMMAND_LINE = Origin.place(Origin.OVERRIDE);
    private static final Pattern QUOTED_OR_NESTED = Pattern.compile("[\\[{\"].*", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("//|#");

    private final ConfFiles files;
    private final Problems problems;

    Overrides(ConfFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The layer one entry makes. */
    Config read(String entry) {
        int end = entry.indexOf('=');
        if (end < 0) {
            return problem(entry, "expected key=value");
        }
        try {
            List<String> keys = ConfigUtil.splitPath(entry.substring(0, end).strip());
            return layer(fromRoot(keys), value(entry.substring(end + 1).strip()));
        } catch (ConfigException notKey) {
            return problem(entry.substring(0, end + 1), "expected a key such as source.url before the =");
        }
    }

    /** A word that looks like the root's name is taken for it, so that its misspelling is found. */
    private static List<String> fromRoot(List<String> keys) {
        if (Spelling.isNear(keys.get(0), Paths.ROOT)) {
            return keys;
        }
        List<String> path = new ArrayList<>(keys);
        path.add(0, Paths.ROOT);
        return path;
    }

    private static Config layer(List<String> keys, ConfigValue value) {
        List<String> innermostFirst = new ArrayList<>(keys);
        Collections.reverse(innermostFirst);
        ConfigValue layer = value;
        for (String key : innermostFirst) {
            layer = ConfigValueFactory.fromMap(Map.of(key, layer), COMMAND_LINE.description());
        }
        return ConfigFactory.empty().withFallback(layer);
    }

    private ConfigValue value(String text) {
        // HOCON would take the path of a URL for a comment.
        boolean plain =
                COMMENT.matcher(text).find() && !QUOTED_OR_NESTED.matcher(text).matches();
        return Optional.of(text)
                .filter(unread -> !plain)
                .flatMap(this::hocon)
                .orElseGet(() -> ConfigValueFactory.fromAnyRef(text, COMMAND_LINE.description()));
    }

    /** In a list the text cannot add keys of its own, and is more than one value only if it is not one. */
    private Optional<ConfigValue> hocon(String text) {
        try {
            Config parsed = ConfigFactory.parseString("values = [" + text + "\n]", options(text));
            return Optional.of((ConfigList) parsed.root().get("values"))
                    .filter(values -> values.size() == 1)
                    .map(values -> values.get(0));
        } catch (ConfigException plainText) {
            return Optional.empty();
        }
    }

    /** What the text includes is looked for in the working directory. */
    private ConfigParseOptions options(String text) {
        ConfFile commandLine = new ConfFile(Location.named(Origin.OVERRIDE), text, List.of());
        return ConfigParseOptions.defaults()
                .setOriginDescription(COMMAND_LINE.description())
                .setIncluder(new Inclusion(files, commandLine));
    }

    private Config problem(String entry, String message) {
        String path = Confidential.named(entry) ? Redactor.MASK : entry;
        problems.add(new Problem(path, Optional.empty(), COMMAND_LINE, message));
        return ConfigFactory.empty();
    }
}
