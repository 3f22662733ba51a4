package io.highwater.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Puts layers together and answers their substitutions. */
final class LayerMerge {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^}]*}");

    private final Map<String, String> environment;
    private final Problems problems;

    LayerMerge(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * The settings, with a problem recorded for every foreign key and every open substitution.
     *
     * @throws ConfigurationException when substitutions lead in a circle or mix text with lists
     */
    Settings settings(List<Config> highestFirst, Defaults defaults, Origin place, Secrets secrets) {
        highestFirst.forEach(this::rejectForeignKeys);
        ConfigObject merged = resolved(merged(highestFirst, defaults)).root();
        ConfigValue root = Optional.ofNullable(merged.get(Paths.ROOT))
                .orElseGet(() -> ConfigFactory.empty(Origin.DEFAULTS).root());
        new Substitutions(problems).reportOpen(Paths.ROOT, root);
        ReadContext context = new ReadContext(problems, secrets, defaults.paths());
        return new Settings(SectionKeys.root(root, place, context), context);
    }

    private void rejectForeignKeys(Config layer) {
        layer.root().forEach((key, value) -> {
            if (!key.equals(Paths.ROOT)) {
                String advice = Spelling.isNear(key, Paths.ROOT)
                        ? "did you mean " + Paths.ROOT + "?"
                        : "expected every key below " + Paths.ROOT;
                Origin origin = Origin.of(value.origin());
                problems.addUnknownKey(new Problem(Paths.key(key), Optional.empty(), origin, "unknown key; " + advice));
            }
        });
    }

    private Config merged(List<Config> highestFirst, Defaults defaults) {
        Config layers = highestFirst.stream().reduce(ConfigFactory.empty(), Config::withFallback);
        return layers.withFallback(defaults.layer()).withFallback(variables());
    }

    /** As the lowest layer the environment answers substitutions even in included files, whose paths are relative. */
    private ConfigObject variables() {
        Map<String, ConfigValue> variables = new HashMap<>();
        environment.forEach((name, value) -> variables.put(
                name, ConfigValueFactory.fromAnyRef(value, Origin.variable(name).description())));
        variables.remove(Paths.ROOT);
        return ConfigValueFactory.fromMap(variables);
    }

    private Config resolved(Config merged) {
        try {
            return merged.resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
        } catch (ConfigException.UnresolvedSubstitution circle) {
            throw unresolvable(
                    circle,
                    substitutionIn(circle.getMessage()),
                    "expected a substitution that does not lead back to itself");
        } catch (ConfigException.WrongType mixed) {
            throw unresolvable(mixed, Paths.ROOT, "expected no list or object to be joined with text");
        }
    }

    private ConfigurationException unresolvable(ConfigException cause, String path, String message) {
        problems.add(new Problem(path, Optional.empty(), Origin.of(cause.origin()), message));
        return new ConfigurationException(problems.inOrder());
    }

    private static String substitutionIn(String message) {
        return SUBSTITUTION
                .matcher(message)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(message);
    }
}
