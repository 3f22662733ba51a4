package io.highwater.jobs.submit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of this machine. */
record Program(List<String> start) {
    static Program of(String... start) {
        return new Program(List.of(start));
    }

    /** Whether it is here. */
    boolean isInstalled() {
        String name = start.get(0);
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Path.of(folder, name).toFile().canExecute());
    }

    /** What it prints; an assertion fails if it does not succeed. */
    String output(String... arguments) throws IOException, InterruptedException {
        List<String> line = Stream.concat(start.stream(), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }
}
