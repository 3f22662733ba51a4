package io.highwater.jobs.demo;

import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs Highwater's commands as a user would, and keeps what they print. */
final class Commands {
    private final Surroundings surroundings;
    private final Highwater highwater;

    Commands(Surroundings surroundings, Highwater highwater) {
        this.surroundings = surroundings;
        this.highwater = highwater;
    }

    /** Runs a command line and returns its exit code. */
    interface Highwater {
        int execute(Surroundings surroundings, String... line);
    }

    /**
     * What became of a command.
     *
     * @param exitCode its exit code
     * @param out what it printed as its result
     * @param message what it said when it failed, without the progress before that
     * @param took how long it took
     */
    record Outcome(int exitCode, List<String> out, List<String> message, Duration took) {}

    /** A command line as a user would type it where this program was started. */
    String line(List<String> words) {
        String program = surroundings.environment().getOrDefault("HIGHWATER_COMMAND", "scripts/highwater");
        return Stream.concat(Stream.of(program), words.stream().map(Commands::typed))
                .collect(Collectors.joining(" "));
    }

    /** Runs one, as if with these words after the program's name. */
    Outcome run(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings captured = new Surroundings(
                stream(out), stream(err), surroundings.environment(), surroundings.clock(), surroundings.listener());
        Instant began = surroundings.clock().instant();
        int code = highwater.execute(captured, words.toArray(String[]::new));
        Duration took = Duration.between(began, surroundings.clock().instant());
        return new Outcome(code, lines(out).toList(), messageIn(err), took);
    }

    private static String typed(String word) {
        return word.matches("[\\w./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Progress is indented; what a command has to say in the end is not. */
    private static List<String> messageIn(ByteArrayOutputStream err) {
        return lines(err).dropWhile(line -> line.startsWith(" ")).toList();
    }

    private static Stream<String> lines(ByteArrayOutputStream text) {
        return text.toString(StandardCharsets.UTF_8).lines();
    }

    private static PrintStream stream(ByteArrayOutputStream text) {
        return new PrintStream(text, true, StandardCharsets.UTF_8);
    }
}
