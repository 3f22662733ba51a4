package io.highwater.jobs;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * Class data for processes that tests start: mapped instead of read and checked, they start in half the time. Whoever needs
 * it first makes it, in the directory that the build names, and the other forks wait; where the build names none there is none.
 */
final class ClassArchive {
    private static final String DIRECTORY = "highwater.class.archive";
    private static Path made;

    private ClassArchive() {}

    /** The options and the class path of a JVM that runs what this one could. */
    static synchronized List<String> options() throws IOException {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return List.of("-cp", System.getProperty("java.class.path"));
        }
        if (made == null) {
            made = ofThisBuild(Files.createDirectories(Path.of(directory)));
        }
        return List.of(
                "-XX:SharedArchiveFile=" + archive(made),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                classPath(made));
    }

    private static Path ofThisBuild(Path directory) throws IOException {
        Path of = directory.resolve("made-of");
        try (FileChannel file = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock unused = file.lock()) {
            String contents = contents();
            if (!Files.exists(archive(directory))
                    || !Files.exists(of)
                    || !Files.readString(of).equals(contents)) {
                make(directory);
                Files.writeString(of, contents);
            }
        }
        return directory;
    }

    private static void make(Path directory) throws IOException {
        pack(directory.resolve("classes.jar"));
        Files.deleteIfExists(archive(directory));
        Path run = directory.resolve("run");
        FileUtil.fullyDelete(run.toFile());
        Files.writeString(Files.createDirectories(run.resolve("feed")).resolve("rows.json"), """
                {"op":"I","seq":1,"id":1}
                """);
        Path job = Files.writeString(run.resolve("job.conf"), """
                highwater {
                  state.path = "%1$s/state"
                  source { type = files, path = "%1$s/feed", format = json }
                  pipeline { name = archive, steps {
                    whole { pattern = full-refresh, target { path = "%1$s/whole", key = [id] } }
                    merged {
                      pattern = cdc-merge, depends-on = whole, target { path = "%1$s/merged", key = [id] }
                      cdc { format = columns, columns { op = op, sequence = [seq] } }
                    }
                  } }
                }
                """.formatted(run));
        Path printed = directory.resolve("printed");
        Process process = JobProcess.of(
                        List.of("-XX:ArchiveClassesAtExit=" + archive(directory), "-cp", classPath(directory)),
                        Highwater.class,
                        List.of("pipeline", "--conf-file", job.toString()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        int code = process.onExit().join().exitValue();
        if (code != 0 || !Files.exists(archive(directory))) {
            throw new IllegalStateException("No archive of classes: " + code + "\n" + Files.readString(printed));
        }
    }

    private static Path archive(Path directory) {
        return directory.resolve("classes.jsa");
    }

    /** Only classes of jars can be in an archive. */
    private static String classPath(Path directory) {
        List<String> jars =
                new ArrayList<>(List.of(directory.resolve("classes.jar").toString()));
        jars.addAll(entries(entry -> entry.endsWith(".jar")));
        return String.join(File.pathSeparator, jars);
    }

    /** Of a name that several directories have the first one's file counts, as on a class path. */
    private static void pack(Path jar) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String directory : directories()) {
            Path root = Path.of(directory);
            files(root)
                    .forEach(file ->
                            files.putIfAbsent(root.relativize(file).toString().replace(File.separatorChar, '/'), file));
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                packed.putNextEntry(new JarEntry(file.getKey()));
                Files.copy(file.getValue(), packed);
            }
        }
    }

    /** What an archive depends on. */
    private static String contents() throws IOException {
        List<String> contents = new ArrayList<>(List.of(Runtime.version().toString()));
        entries(entry -> entry.endsWith(".jar")).forEach(jar -> contents.add(facts(Path.of(jar))));
        for (String directory : directories()) {
            files(Path.of(directory)).forEach(file -> contents.add(facts(file)));
        }
        return String.join("\n", contents);
    }

    private static String facts(Path file) {
        return file + " " + file.toFile().length() + " " + file.toFile().lastModified();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static List<String> directories() {
        return entries(entry -> Files.isDirectory(Path.of(entry)));
    }

    private static List<String> entries(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .toList();
    }
}
