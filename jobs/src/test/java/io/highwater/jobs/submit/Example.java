package io.highwater.jobs.submit;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file below {@code scripts} that users paste, and what makes it.
 *
 * @param file where it is
 * @param words what follows {@code highwater submit}
 */
record Example(String file, List<String> words) {
    private static final String POSTGRESQL = "org.postgresql:postgresql:42.7.14";

    /** A load of one table and a pipeline, for each platform. */
    static List<Example> all() {
        return List.of(
                of("emr/orders.json", "emr", POSTGRESQL, "incremental", "s3://<bucket>/orders.conf"),
                of("emr/shop.json", "emr", POSTGRESQL, "pipeline", "s3://<bucket>/shop.conf"),
                of(
                        "emr-serverless/orders.json",
                        "emr-serverless",
                        POSTGRESQL,
                        "incremental",
                        "s3://<bucket>/orders.conf"),
                of("emr-serverless/shop.json", "emr-serverless", POSTGRESQL, "pipeline", "s3://<bucket>/shop.conf"),
                of("dataproc/orders.sh", "dataproc", POSTGRESQL, "incremental", "gs://<bucket>/orders.conf"),
                of("dataproc/shop.yaml", "dataproc-template", POSTGRESQL, "pipeline", "gs://<bucket>/shop.conf"),
                of(
                        "dataproc/shop-serverless.sh",
                        "dataproc-serverless",
                        POSTGRESQL,
                        "pipeline",
                        "gs://<bucket>/shop.conf"),
                of("airflow/orders.py", "airflow", POSTGRESQL, "incremental", "/opt/highwater/orders.conf"),
                of("airflow/orders_emr.py", "airflow-emr", POSTGRESQL, "incremental", "s3://<bucket>/orders.conf"),
                of(
                        "airflow/shop_emr_serverless.py",
                        "airflow-emr-serverless",
                        POSTGRESQL,
                        "pipeline",
                        "s3://<bucket>/shop.conf"),
                of("airflow/shop_dataproc.py", "airflow-dataproc", POSTGRESQL, "pipeline", "gs://<bucket>/shop.conf"),
                onKubernetes("kubernetes/orders.sh", "incremental", "s3a://<bucket>/orders.conf"),
                onKubernetes("kubernetes/shop.sh", "pipeline", "s3a://<bucket>/shop.conf"),
                of("databricks/orders.json", "databricks", POSTGRESQL, "incremental", "/Volumes/<volume>/orders.conf"),
                of("databricks/shop.json", "databricks", POSTGRESQL, "pipeline", "/Volumes/<volume>/shop.conf"));
    }

    /** What is said of all of them. */
    static String readme() {
        String introduction = """
                # What to paste where

                Each file here is made by the command above it; a test makes them anew and fails where one differs. Make your
                own with your names: `highwater submit --help`. None of them was run on the platform itself. Secrets are
                never arguments: give the driver an environment variable and refer to it as `env:NAME` in the configuration, or
                name a Hadoop credential store with `--conf spark.hadoop.hadoop.security.credential.provider.path=URI` and
                refer to its aliases as `hadoop-credential:ALIAS`.

                Each takes the jar for the Spark of its platform: EMR 7 and EMR Serverless 7 have 3.5, Dataproc 3.0 has 4.1,
                Dataproc Serverless 3.0 has 4.0. On another release give `--jar`, and Delta in `--packages`; the
                [README](../README.md#where-it-runs) has both for each Spark.

                [`emr/configurations.json`](emr/configurations.json) switches Delta on when a cluster of EMR 7 is made
                (`aws emr create-cluster --configurations file://configurations.json`). The Delta of EMR 8 is older than what
                the jar needs: leave it off there, and use
                `--jar s3://<bucket>/highwater-spark-4.0.jar --packages io.delta:delta-spark_4.0_2.13:4.4.0`.
                Databricks' runtime has its own Delta under other names, and a job ends there saying that Delta is missing
                (exit code 3): what is in `databricks` has the shape of a job, and waits for a runtime with open-source Delta.
                [`kubernetes/Dockerfile`](kubernetes/Dockerfile) makes the image that `kubernetes/*.sh` run.
                """;
        return introduction + all().stream().map(Example::section).collect(Collectors.joining());
    }

    /** What is to be in the file. */
    String text() {
        return run().out();
    }

    private SubmitRun run() {
        return SubmitRun.of(words);
    }

    private String section() {
        String line = words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
        String name = file.substring(file.indexOf('/') + 1);
        String said = run().err()
                .lines()
                .skip(1)
                .map(each -> "- " + each.replace("FILE", name) + "\n")
                .collect(Collectors.joining());
        return "\n## " + file + "\n\n```\nscripts/highwater submit " + line + " > scripts/" + file + "\n```\n\n"
                + said.replaceAll("(?m)^- to use it: ((?:aws|gcloud|databricks) .+)$", "- to use it: `$1`")
                        .replaceAll("(?m)^- replace (<[a-z-]+>):", "- replace `$1`:");
    }

    private static Example of(String file, String target, String packages, String command, String configuration) {
        return made(file, target, List.of("--packages", packages), command, configuration);
    }

    /** The image has Delta and the driver. */
    private static Example onKubernetes(String file, String command, String configuration) {
        Map<String, String> conf = Map.of(
                "spark.kubernetes.authenticate.driver.serviceAccountName", "spark",
                "spark.kubernetes.driver.secretKeyRef.SHOP_PASSWORD", "shop:password");
        List<String> options = conf.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> Stream.of("--conf", each.getKey() + "=" + each.getValue()))
                .toList();
        return made(file, "kubernetes", options, command, configuration);
    }

    private static Example made(
            String file, String target, List<String> options, String command, String configuration) {
        Stream<String> to = Stream.of("--to", target, "--dry-run");
        Stream<String> what = Stream.of(command, "--conf-file", configuration);
        return new Example(
                file,
                Stream.of(to, options.stream(), what).flatMap(each -> each).toList());
    }
}
