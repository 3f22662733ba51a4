package io.highwater.jobs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where commands run.
 *
 * @param name what people call it
 * @param environment what the launcher is to know
 */
record Place(String name, Map<String, String> environment) {
    private static final String SUBMIT_OPTIONS = "HIGHWATER_SUBMIT_OPTIONS";

    Place {
        environment = Map.copyOf(environment);
    }

    /** One process. */
    static Place local() {
        return new Place("local", Map.of("HIGHWATER_MEMORY", "1g"));
    }

    /** A driver here, two executors on the cluster. */
    static Place client(SparkHome home, StandaloneCluster cluster, String jars) {
        String options = String.join(
                " ",
                "--master " + cluster.master(),
                "--jars " + jars,
                "--driver-memory 1g --executor-memory 1g --executor-cores 1 --total-executor-cores 2",
                "--driver-java-options -XX:TieredStopAtLevel=1",
                "--conf spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 --conf spark.ui.enabled=false",
                "--conf spark.sql.shuffle.partitions=4 --conf spark.databricks.delta.snapshotPartitions=1");
        return new Place(
                "standalone, client mode", Map.of("SPARK_HOME", home.directory().toString(), SUBMIT_OPTIONS, options));
    }

    /** The driver on the cluster as well; the command ends when it has. */
    Place inClusterMode() {
        return with(
                "standalone, cluster mode",
                "--deploy-mode cluster --conf spark.standalone.submit.waitAppCompletion=true");
    }

    /** The cluster starts a driver again that has failed. */
    Place supervised() {
        return with(name, "--supervise");
    }

    /** The driver has its pages at a port that is known. */
    Place withPages(int port) {
        return with(name, "--conf spark.ui.enabled=true --conf spark.ui.port=" + port);
    }

    /** The same under another name, with more options. */
    Place with(String other, String options) {
        Map<String, String> more = new HashMap<>(environment);
        more.merge(SUBMIT_OPTIONS, options, (before, added) -> before + " " + added);
        return new Place(other, more);
    }

    /** Starts a command there; what it prints goes to a file. */
    Process start(Path root, Path output, List<String> words) throws IOException {
        List<String> call =
                new ArrayList<>(List.of(root.resolve("scripts/highwater").toString()));
        call.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("DB_PASSWORD", "postgres");
        return builder.start();
    }
}
