package io.highwater.jobs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where commands run.
 *
 * @param name what people call it
 * @param environment what the launcher is to know
 */
record Place(String name, Map<String, String> environment) {
    private static final String SUBMIT_OPTIONS = "HIGHWATER_SUBMIT_OPTIONS";
    private static final String PASSWORD = "postgres";

    Place {
        environment = Map.copyOf(environment);
    }

    /** One process. */
    static Place local() {
        return new Place("local", Map.of("HIGHWATER_MEMORY", "1g"));
    }

    /** A driver here, two executors on the cluster. */
    static Place client(SparkHome home, StandaloneCluster cluster, String jars) {
        return submitted(
                "standalone, client mode", home, jars, "--master " + cluster.master() + " --total-executor-cores 2");
    }

    /** A driver here, two executors in containers of YARN. */
    static Place client(SparkHome home, YarnCluster cluster, String jars) {
        String own = "--conf spark.yarn.jars=local:" + home.jars() + "/* --conf spark.yarn.maxAppAttempts=2";
        String names = Stream.of("yarn.appMasterEnv", "executorEnv")
                .map(each -> "--conf spark." + each + ".SPARK_LOCAL_IP=127.0.0.1")
                .collect(Collectors.joining(" "));
        return submitted("YARN, client mode", home, jars, "--master yarn --num-executors 2 " + own + " " + names)
                .knowing("HADOOP_CONF_DIR", cluster.configuration().toString());
    }

    private static Place submitted(String name, SparkHome home, String jars, String where) {
        String options = String.join(
                " ",
                where,
                "--jars " + jars,
                "--driver-memory 1g --executor-memory 1g --executor-cores 1",
                "--conf spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 --conf spark.ui.enabled=false",
                "--conf spark.sql.shuffle.partitions=4 --conf spark.databricks.delta.snapshotPartitions=1");
        return new Place(name, Map.of("SPARK_HOME", home.directory().toString(), SUBMIT_OPTIONS, options));
    }

    /** The driver on the cluster as well; the command ends when it has. */
    Place inClusterMode() {
        return with(
                name.replace("client", "cluster"),
                "--deploy-mode cluster --conf spark.standalone.submit.waitAppCompletion=true"
                        + " --conf spark.yarn.appMasterEnv.DB_PASSWORD=" + PASSWORD);
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
        return new Place(other, environment).knowing(SUBMIT_OPTIONS, environment.get(SUBMIT_OPTIONS) + " " + options);
    }

    private Place knowing(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Place(name, more);
    }

    /** Starts a command there; what it prints goes to a file. */
    Process start(Path launcher, Path output, List<String> words) throws IOException {
        List<String> call = new ArrayList<>(List.of(launcher.toString()));
        call.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", SparkHome.SCALA);
        builder.environment().put("DB_PASSWORD", PASSWORD);
        return builder.start();
    }
}
