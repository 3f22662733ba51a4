package io.highwater.jobs.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command for a POSIX shell, on several lines: an option and its value on one. */
final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final List<String> lines = new ArrayList<>();

    ShellCommand(String... words) {
        line(words);
    }

    /** Adds words that stand on one line. */
    ShellCommand line(String... words) {
        return line(List.of(words));
    }

    /** Adds words that stand on one line. */
    ShellCommand line(List<String> words) {
        lines.add(words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" ")));
        return this;
    }

    /** Adds the arguments of a job: each option begins a line. */
    ShellCommand arguments(List<String> arguments) {
        List<String> line = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--") && !line.isEmpty()) {
                line(line);
                line.clear();
            }
            line.add(argument);
        }
        return line.isEmpty() ? this : line(line);
    }

    /** The command, ending with a line break. */
    String text() {
        return String.join(" \\\n  ", lines) + "\n";
    }

    /** The same, for reading. */
    String oneLine() {
        return String.join(" ", lines);
    }

    /** A word as the shell takes it for exactly this. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
