package io.highwater.jobs.submit;

import java.util.Map;
import java.util.TreeMap;

/** {@code spark-submit} on Kubernetes, where the program is part of an image. */
final class Kubernetes implements Platform {
    @Override
    public String text(Submission job) {
        Map<String, String> properties = new TreeMap<>(job.withDelta());
        properties.putIfAbsent("spark.kubernetes.container.image", job.place().image());
        ShellCommand command = new ShellCommand(
                        "spark-submit", "--master", job.place().kubernetesMaster())
                .line("--deploy-mode", "cluster")
                .line("--name", job.name());
        return SparkSubmit.rest(command, job, properties);
    }

    @Override
    public String use(Submission job) {
        return "run it where Spark is installed and kubectl reaches the cluster";
    }
}
