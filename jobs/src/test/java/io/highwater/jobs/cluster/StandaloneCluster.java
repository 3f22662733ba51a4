package io.highwater.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spark's own cluster: a master and two workers, each a process, on this machine. */
final class StandaloneCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WORKERS = 2;

    private final SparkHome home;
    private final Path directory;
    private final List<Process> daemons = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final int port;

    private StandaloneCluster(SparkHome home, Path directory) throws IOException {
        this.home = home;
        this.directory = directory;
        this.port = freePort();
    }

    /** Starts it; workers take jobs when this returns. */
    static StandaloneCluster started(SparkHome home, Path directory) throws IOException {
        Files.createDirectories(directory);
        StandaloneCluster cluster = new StandaloneCluster(home, directory);
        try {
            cluster.start();
        } catch (IOException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
        return cluster;
    }

    /** A port that nobody listens at. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** The process of an executor of the one job that runs. */
    ProcessHandle executor(String id) {
        return child("CoarseGrainedExecutorBackend", "--executor-id\0" + id + "\0");
    }

    /** The process of the one driver that runs on a worker. */
    ProcessHandle driver() {
        return child("DriverWrapper", "");
    }

    @Override
    public void close() {
        workers.stream().flatMap(worker -> worker.toHandle().descendants()).forEach(ProcessHandle::destroyForcibly);
        daemons.forEach(Process::destroyForcibly);
    }

    private void start() throws IOException {
        Path log = directory.resolve("master.log");
        daemon(
                log,
                "master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                Integer.toString(freePort()));
        await().atMost(PATIENCE).until(() -> said(log, "I have been elected leader") > 0);
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.add(worker(worker));
        }
        await().atMost(PATIENCE).until(() -> said(log, "Registering worker") == WORKERS);
    }

    private Process worker(int number) throws IOException {
        return daemon(
                directory.resolve("worker" + number + ".log"),
                "worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "2",
                "--memory",
                "4g",
                "--webui-port",
                Integer.toString(freePort()),
                "--work-dir",
                directory.resolve("work" + number).toString(),
                master());
    }

    private Process daemon(Path log, String name, String... arguments) throws IOException {
        List<String> call = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        call.addAll(List.of("-cp", home.jars() + "/*", "org.apache.spark.deploy." + name));
        call.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.directory().toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        Process process = builder.start();
        daemons.add(process);
        return process;
    }

    private long said(Path log, String what) throws IOException {
        if (daemons.stream().anyMatch(daemon -> !daemon.isAlive())) {
            throw new IllegalStateException("The cluster ended:\n" + Files.readString(log));
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(what)).count();
        }
    }

    private ProcessHandle child(String program, String words) {
        return workers.stream()
                .flatMap(worker -> worker.toHandle().children())
                .filter(process -> isCalled(process, program, words))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No worker runs " + program + " " + words));
    }

    private static boolean isCalled(ProcessHandle process, String program, String words) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            return line.contains(program) && line.contains(words);
        } catch (java.nio.file.NoSuchFileException gone) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
