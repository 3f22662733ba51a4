package io.highwater.jobs.submit;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What platforms call a job. The strictest of them take letters, digits, hyphens and underscores, 3 to 50. */
final class JobName {
    private static final int LONGEST = 50;
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,48}[A-Za-z0-9]");
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z]+$");

    private JobName() {}

    /** The name given, or one made of the last configuration file's name and the command's. */
    static String of(Optional<String> given, ClusterCommand command) {
        return given.map(JobName::checked).orElseGet(() -> made(command));
    }

    private static String checked(String name) {
        if (!VALID.matcher(name).matches()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--name " + name
                            + ": expected 3 to 50 letters, digits, hyphens and underscores, with a letter or digit"
                            + " at both ends.");
        }
        return name;
    }

    private static String made(ClusterCommand command) {
        if (command.confFiles().isEmpty()) {
            return "highwater-" + command.name();
        }
        String file = command.confFiles().get(command.confFiles().size() - 1);
        String base =
                EXTENSION.matcher(file.substring(file.lastIndexOf('/') + 1)).replaceFirst("");
        String clean = OTHERS.matcher("highwater/" + base).replaceAll("-");
        int room = LONGEST - command.name().length() - 1;
        String shortened = clean.substring(0, Math.min(room, clean.length()));
        return OTHERS.matcher(shortened + "-" + command.name()).replaceAll("-");
    }
}
