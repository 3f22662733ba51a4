package io.highwater.common.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The layers a configuration is put together from, highest first: {@code --set} entries, the last before the first;
 * configuration files, the last before the first; {@code reference.conf}. All are HOCON; what is Highwater's stands below
 * {@code highwater}. System properties are no layer.
 *
 * <p>A file is named by a URI of any file system Hadoop knows, or by a local path. {@code include "other.conf"} means a
 * file next to the including one, and one that is missing is a problem. A substitution that no key answers is answered
 * by the environment.
 *
 * <p>The value of a {@code --set} entry is HOCON if it can be read so, or else plain text; its key may leave out
 * {@code highwater.}.
 */
public final class Layers {
    private final List<String> files;
    private final List<String> overrides;
    private final Map<String, String> environment;
    private final Configuration hadoop;
    private final ClassLoader defaults;

    private Layers(
            List<String> files,
            List<String> overrides,
            Map<String, String> environment,
            Configuration hadoop,
            ClassLoader defaults) {
        this.files = List.copyOf(files);
        this.overrides = List.copyOf(overrides);
        this.environment = Map.copyOf(environment);
        this.hadoop = hadoop;
        this.defaults = defaults;
    }

    /**
     * Only the defaults so far.
     *
     * @param environment answers substitutions and {@code env:} references
     * @param hadoop opens files and credential stores
     */
    public static Layers of(Map<String, String> environment, Configuration hadoop) {
        return new Layers(List.of(), List.of(), environment, hadoop, Layers.class.getClassLoader());
    }

    /** With these files, the last the strongest. */
    public Layers withConfFiles(List<String> names) {
        return new Layers(names, overrides, environment, hadoop, defaults);
    }

    /** With these {@code key=value} entries, the last the strongest. */
    public Layers withOverrides(List<String> entries) {
        return new Layers(files, entries, environment, hadoop, defaults);
    }

    Layers withDefaultsOf(ClassLoader classes) {
        return new Layers(files, overrides, environment, hadoop, classes);
    }

    /**
     * Reads and merges all layers.
     *
     * @throws ConfigurationException when a layer cannot be read, because then nothing can be said of the keys in it
     */
    public Settings read() {
        Secrets secrets = new Secrets(environment, hadoop);
        Problems problems = new Problems(secrets::redactor);
        List<Config> layers = highestFirst(problems);
        problems.throwIfAny();
        return new LayerMerge(environment, problems).settings(layers, Defaults.of(defaults), place(), secrets);
    }

    private List<Config> highestFirst(Problems problems) {
        ConfFiles confFiles = new ConfFiles(hadoop, problems);
        Overrides commandLine = new Overrides(confFiles, problems);
        List<Config> layers = Stream.concat(
                        files.stream().map(confFiles::read), overrides.stream().map(commandLine::read))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(layers);
        return layers;
    }

    /** Where a user looks for a key that should be there. */
    private Origin place() {
        return Origin.place(files.isEmpty() ? "no --conf-file" : String.join(", ", files));
    }
}
