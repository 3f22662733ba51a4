package io.highwater.jobs.cdc.pipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Captures the same changes in several shapes, each into a directory of its own with one file for every step. */
final class EventRecorder implements AutoCloseable {
    private final Path directory;
    private final List<Shape> shapes = new ArrayList<>();

    EventRecorder(Path directory) {
        this.directory = directory;
    }

    /** Starts a capture of the shape that the directory's name says. */
    void shape(String name, BiFunction<CaptureSink, Path, DebeziumCapture> start) throws IOException {
        MemorySink sink = new MemorySink();
        shapes.add(new Shape(name, sink, start.apply(sink, Files.createTempDirectory("capture"))));
    }

    /** Writes what came since the last step, once everything has come. */
    void step(String name) throws IOException {
        for (Shape shape : shapes) {
            shape.capture().awaitCaughtUp();
            write(
                    shape.name() + "/" + name,
                    shape.sink().take().stream().map(CapturedRecord::line).toList());
        }
    }

    /** Writes the rows of the table as the database prints them. */
    void rows(String name, List<String> rows) throws IOException {
        write(name, rows);
    }

    @Override
    public void close() {
        shapes.forEach(shape -> shape.capture().close());
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = directory.resolve(name + ".jsonl");
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    private record Shape(String name, MemorySink sink, DebeziumCapture capture) {}
}
