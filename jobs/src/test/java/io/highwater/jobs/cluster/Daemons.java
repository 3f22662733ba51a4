package io.highwater.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes that a cluster is made of. */
final class Daemons implements AutoCloseable {
    private final String classPath;
    private final List<String> options;
    private final Map<String, String> environment;
    private final List<Process> running = new ArrayList<>();

    /**
     * @param options for their JVMs
     * @param environment more than this process has
     */
    Daemons(List<String> classPath, List<String> options, Map<String, String> environment) {
        this.classPath = String.join(File.pathSeparator, classPath);
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Starts one.
     *
     * @param log where it writes
     */
    void start(Path log, String main, String... arguments) throws IOException {
        List<String> call =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        call.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        call.addAll(options);
        call.addAll(List.of("-cp", classPath, main));
        call.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        running.add(builder.start());
    }

    /**
     * How many lines of a log have these words.
     *
     * @throws IllegalStateException if a process has ended
     */
    long said(Path log, String what) throws IOException {
        requireAll(log);
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(what)).count();
        }
    }

    /**
     * Does nothing as long as all of them run.
     *
     * @param log what to tell if not
     * @throws IllegalStateException if a process has ended
     */
    void requireAll(Path log) throws IOException {
        if (running.stream().anyMatch(daemon -> !daemon.isAlive())) {
            throw new IllegalStateException("The cluster ended:\n" + Files.readString(log));
        }
    }

    /** The process below them that runs a program, with these words in its command line. */
    ProcessHandle descendant(String program, String words) {
        return running.stream()
                .flatMap(daemon -> daemon.toHandle().descendants())
                .filter(process -> isCalled(process, program, words))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing runs " + program + " " + words));
    }

    @Override
    public void close() {
        running.stream().flatMap(daemon -> daemon.toHandle().descendants()).forEach(ProcessHandle::destroyForcibly);
        running.forEach(Process::destroyForcibly);
    }

    private static boolean isCalled(ProcessHandle process, String program, String words) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            return line.contains("\0" + program) && line.contains(words);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
