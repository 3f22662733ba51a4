package io.highwater.jobs.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** YARN: a resource manager and two node managers, each a process, on this machine. */
final class YarnCluster implements Cluster {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERVER = "org.apache.hadoop.yarn.server.";
    private static final String HOST = "127.0.0.1";
    private static final int NODES = 2;
    private static final Pattern JOB = Pattern.compile("application_\\d+_\\d+");

    private final Path directory;
    private final String manager;
    private final Daemons daemons;

    private YarnCluster(SparkHome home, Path hadoop, Path directory) throws IOException {
        this.directory = directory;
        this.manager = HOST + ":" + StandaloneCluster.freePort();
        this.daemons = new Daemons(
                // Both have classes of the same names; those that were built together have to meet.
                List.of(configuration().toString(), hadoop + "/*", home.jars() + "/*"),
                List.of("@" + Path.of("../conf/jvm-17.options").toAbsolutePath().normalize()),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "SPARK_LOCAL_IP", HOST));
    }

    /**
     * Starts it; nodes take jobs when this returns.
     *
     * @param home has Spark's part for YARN
     * @param hadoop directory of YARN's own jars
     */
    static YarnCluster started(SparkHome home, Path hadoop, Path directory) throws IOException {
        YarnCluster cluster = new YarnCluster(home, hadoop, directory);
        try {
            cluster.start();
        } catch (IOException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
        return cluster;
    }

    /** What {@code HADOOP_CONF_DIR} has to name. */
    Path configuration() {
        return directory.resolve("conf");
    }

    /** The one job that runs, as the manager passes its pages on. */
    Driver job() {
        return new Driver(() -> {
            Matcher id = JOB.matcher(asked("apps?states=RUNNING").toString());
            if (!id.find()) {
                throw new IOException("Nothing runs");
            }
            return "http://" + manager + "/proxy/" + id.group();
        });
    }

    @Override
    public ProcessHandle executor(String id) {
        return daemons.descendant(
                "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend", "--executor-id\0" + id + "\0");
    }

    @Override
    public ProcessHandle driver() {
        return daemons.descendant("org.apache.spark.deploy.yarn.ApplicationMaster", "");
    }

    @Override
    public void close() {
        daemons.close();
    }

    private void start() throws IOException {
        Path log = directory.resolve("manager.log");
        Files.createDirectories(configuration());
        try (OutputStream file = Files.newOutputStream(configuration().resolve("yarn-site.xml"))) {
            settings().writeXml(file);
        }
        daemons.start(log, SERVER + "resourcemanager.ResourceManager");
        for (int node = 0; node < NODES; node++) {
            Path own = directory.resolve("node" + node);
            daemons.start(
                    directory.resolve("node" + node + ".log"),
                    SERVER + "nodemanager.NodeManager",
                    "-Dyarn.nodemanager.local-dirs=" + own.resolve("local"),
                    "-Dyarn.nodemanager.log-dirs=" + own.resolve("log"));
        }
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            daemons.requireAll(log);
            return activeNodes() == NODES;
        });
    }

    private Configuration settings() throws IOException {
        Configuration settings = new Configuration(false);
        settings.set("yarn.resourcemanager.hostname", HOST);
        for (String service : List.of("", "scheduler.", "resource-tracker.", "admin.")) {
            settings.set("yarn.resourcemanager." + service + "address", HOST + ":" + StandaloneCluster.freePort());
        }
        settings.set("yarn.resourcemanager.webapp.address", manager);
        settings.set("yarn.resourcemanager.scheduler.class", SERVER + "resourcemanager.scheduler.fifo.FifoScheduler");
        settings.set("yarn.scheduler.minimum-allocation-mb", "256");
        settings.set("yarn.nodemanager.hostname", HOST);
        for (String service : List.of("", "localizer.", "webapp.")) {
            settings.set("yarn.nodemanager." + service + "address", HOST + ":0");
        }
        settings.set("yarn.nodemanager.resource.memory-mb", "4096");
        settings.set("yarn.nodemanager.vmem-check-enabled", "false");
        settings.set("yarn.nodemanager.pmem-check-enabled", "false");
        settings.set("yarn.nodemanager.disk-health-checker.enable", "false");
        return settings;
    }

    private int activeNodes() throws IOException {
        return asked("metrics").findPath("activeNodes").asInt();
    }

    /** Whatever is around the answer: versions of YARN differ in that. */
    private JsonNode asked(String path) throws IOException {
        URLConnection connection = URI.create("http://" + manager + "/ws/v1/cluster/" + path)
                .toURL()
                .openConnection();
        connection.setRequestProperty("Accept", "application/json");
        try (InputStream answer = connection.getInputStream()) {
            return new ObjectMapper().readTree(answer);
        }
    }
}
