package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.highwater.common.error.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A folder with configuration files, and the rest of what a command line would add to them. */
final class ConfigFolder {
    private final Path folder;
    private final List<String> files = new ArrayList<>();
    private final List<String> overrides = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Configuration hadoop = new Configuration(false);

    ConfigFolder(Path folder) {
        this.folder = folder;
        write("defaults/reference.conf", "highwater {}");
    }

    Path path() {
        return folder;
    }

    Configuration hadoop() {
        return hadoop;
    }

    ConfigFolder defaults(String content) {
        return write("defaults/reference.conf", content);
    }

    /** A file that is passed as a --conf-file. */
    ConfigFolder confFile(String name, String content) {
        files.add(folder.resolve(name).toString());
        return write(name, content);
    }

    /** A file that is just there, such as one to include. */
    ConfigFolder write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ConfigFolder write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFolder confFileNamed(String name) {
        files.add(name);
        return this;
    }

    ConfigFolder set(String entry) {
        overrides.add(entry);
        return this;
    }

    ConfigFolder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Settings read() {
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {folder.resolve("defaults/").toUri().toURL()}, null)) {
            return Layers.of(environment, hadoop)
                    .withConfFiles(files)
                    .withOverrides(overrides)
                    .withDefaultsOf(classes)
                    .read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Section root() {
        return read().root();
    }

    /** What a user sees when the reading is done, with file names relative to the folder. */
    String messageAfter(Consumer<Section> reading) {
        ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, () -> {
            Settings settings = read();
            reading.accept(settings.root());
            settings.problems().throwIfAny();
        });
        assertThat(failure).as("a failure to read").isNotNull();
        assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        return failure.getMessage().replace(folder + "/", "");
    }

    /** The lines about the only problem there is when the reading is done. */
    List<String> problemAfter(Consumer<Section> reading) {
        List<String> lines = messageAfter(reading).lines().toList();
        assertThat(lines.get(0)).isEqualTo("Configuration is not usable: 1 problem. Nothing was read or written.");
        return lines.subList(1, lines.size());
    }
}
