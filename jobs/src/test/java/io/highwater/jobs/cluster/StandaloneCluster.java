package io.highwater.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Spark's own cluster: a master and two workers, each a process, on this machine. */
final class StandaloneCluster implements Cluster {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WORKERS = 2;

    private final Path directory;
    private final Daemons daemons;
    private final int port;

    private StandaloneCluster(SparkHome home, Path directory) throws IOException {
        this.directory = directory;
        this.daemons = new Daemons(
                List.of(home.jars() + "/*"),
                List.of(),
                Map.of(
                        "SPARK_HOME",
                        home.directory().toString(),
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_SCALA_VERSION",
                        SparkHome.SCALA));
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

    @Override
    public ProcessHandle executor(String id) {
        return daemons.descendant(
                "org.apache.spark.executor.CoarseGrainedExecutorBackend", "--executor-id\0" + id + "\0");
    }

    @Override
    public ProcessHandle driver() {
        return daemons.descendant("org.apache.spark.deploy.worker.DriverWrapper", "");
    }

    @Override
    public void close() {
        daemons.close();
    }

    private void start() throws IOException {
        Path log = directory.resolve("master.log");
        daemons.start(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                Integer.toString(freePort()));
        await().atMost(PATIENCE).until(() -> daemons.said(log, "I have been elected leader") > 0);
        for (int worker = 0; worker < WORKERS; worker++) {
            startWorker(worker);
        }
        await().atMost(PATIENCE).until(() -> daemons.said(log, "Registering worker") == WORKERS);
    }

    private void startWorker(int number) throws IOException {
        daemons.start(
                directory.resolve("worker" + number + ".log"),
                "org.apache.spark.deploy.worker.Worker",
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
}
