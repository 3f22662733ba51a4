package io.highwater.jobs.submit;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options that say where a job runs and what it gets there. Each platform takes from them what it has. */
final class Place {
    @Option(
            names = "--cluster",
            paramLabel = "ID",
            description = "EMR, Databricks: the cluster's id. Dataproc: its name.")
    private String cluster;

    @Option(names = "--region", paramLabel = "REGION", description = "Dataproc: the region.")
    private String region;

    @Option(names = "--application", paramLabel = "ID", description = "EMR Serverless: the application's id.")
    private String application;

    @Option(names = "--role", paramLabel = "ARN", description = "EMR Serverless: the role that the job runs as.")
    private String role;

    @Option(names = "--master", paramLabel = "URL", description = "spark-submit, kubernetes: the master.")
    private String master;

    @Option(names = "--image", paramLabel = "IMAGE", description = "kubernetes: the container image.")
    private String image;

    @Option(
            names = "--logs",
            paramLabel = "URI",
            description = "EMR Serverless: where logs go too, s3://…, besides where the service keeps them.")
    private String logs;

    @Option(
            names = "--timeout-minutes",
            paramLabel = "N",
            description =
                    "EMR Serverless, Dataproc Serverless, Databricks: ends a job that runs for longer. airflow-emr: the"
                            + " task waits for no longer than this and an hour; by default a day.")
    private Integer timeoutMinutes;

    @Option(
            names = "--schedule",
            paramLabel = "CRON",
            description = "Airflow: when the DAG runs, such as @hourly. Without it, it is started by hand.")
    private String schedule;

    String cluster() {
        return given(cluster, Blank.CLUSTER);
    }

    /** The cluster, where one was named. */
    Optional<String> namedCluster() {
        return Optional.ofNullable(cluster);
    }

    String region() {
        return given(region, Blank.REGION);
    }

    String application() {
        return given(application, Blank.APPLICATION);
    }

    String role() {
        return given(role, Blank.ROLE);
    }

    String master() {
        return given(master, Blank.MASTER);
    }

    String kubernetesMaster() {
        return Optional.ofNullable(master).orElse("k8s://https://" + Blank.API_SERVER.text() + ":6443");
    }

    String image() {
        return given(image, Blank.IMAGE);
    }

    Optional<String> logs() {
        return Optional.ofNullable(logs);
    }

    OptionalInt timeoutMinutes() {
        if (timeoutMinutes == null) {
            return OptionalInt.empty();
        }
        if (timeoutMinutes < 1) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--timeout-minutes " + timeoutMinutes + ": expected at least 1, or to be left out.");
        }
        return OptionalInt.of(timeoutMinutes);
    }

    Optional<String> schedule() {
        return Optional.ofNullable(schedule);
    }

    private static String given(String value, Blank otherwise) {
        return Optional.ofNullable(value).orElse(otherwise.text());
    }
}
