package io.highwater.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads configuration files and the files they include. One that cannot be read is a problem, and empty. */
final class ConfFiles {
    private static final Origin COMMAND_LINE = Origin.place("--conf-file");

    private final FileText texts;
    private final Problems problems;

    ConfFiles(Configuration hadoop, Problems problems) {
        this.texts = new FileText(hadoop);
        this.problems = problems;
    }

    /** The content of a file that was named on the command line. */
    Config read(String name) {
        try {
            return read(Location.named(name), List.of());
        } catch (IOException | IllegalArgumentException unreadable) {
            return unreadable(name, COMMAND_LINE, unreadable);
        }
    }

    /** The content of a file that another one includes. */
    Config include(String name, ConfFile from) {
        try {
            Location location = from.location().sibling(name);
            return from.chain().contains(location.path())
                    ? problem(name, from.originOfInclude(name), "expected a file that does not include itself")
                    : read(location, from.chain());
        } catch (IOException | IllegalArgumentException unreadable) {
            return unreadable(name, from.originOfInclude(name), unreadable);
        }
    }

    /** Nothing, and a problem. */
    Config refuseClasspath(String name, ConfFile from) {
        return problem(name, from.originOfInclude(name), "expected the name of a file, not of a class path resource");
    }

    private Config read(Location location, List<Path> within) throws IOException {
        ConfFile file = new ConfFile(location, texts.read(location.path()), within);
        try {
            return ConfigFactory.parseString(file.text(), options(file));
        } catch (ConfigException notHocon) {
            Origin origin =
                    Optional.ofNullable(notHocon.origin()).map(Origin::of).orElse(Origin.file(location.name(), 1));
            return problem(location.name(), origin, "expected HOCON: " + detail(notHocon, file));
        }
    }

    private ConfigParseOptions options(ConfFile file) {
        return ConfigParseOptions.defaults()
                .setOriginDescription(Origin.place(file.location().name()).description())
                .setIncluder(new Inclusion(this, file));
    }

    private static String detail(ConfigException notHocon, ConfFile file) {
        if (file.mayHoldSecret()) {
            return "what was found here instead is not shown, because the file may hold a secret";
        }
        String prefix = Optional.ofNullable(notHocon.origin())
                .map(ConfigOrigin::description)
                .orElse("");
        String message = notHocon.getMessage();
        String detail = message.startsWith(prefix + ": ") ? message.substring(prefix.length() + 2) : message;
        // What follows is advice on quoting, often longer than the error and seldom what is wrong.
        return detail.strip().replaceFirst("(?s) \\(if you (?:intended|want) .*", "");
    }

    private Config unreadable(String name, Origin origin, Exception reason) {
        return problem(name, origin, "cannot be read: " + firstLine(reason));
    }

    private static String firstLine(Exception reason) {
        String message = Optional.ofNullable(reason.getMessage()).orElseGet(reason::toString);
        return message.lines().findFirst().orElse(message);
    }

    private Config problem(String name, Origin origin, String message) {
        problems.add(new Problem(name, Optional.empty(), origin, message));
        return ConfigFactory.empty();
    }
}
