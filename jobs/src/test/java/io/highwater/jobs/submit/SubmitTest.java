package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {
    private static final String CONF = "s3://lake/orders.conf";

    @Test
    void withoutDryRunNothingIsPrintedAndTheCommandToUseIsNamed() {
        SubmitRun run = SubmitRun.of("--to", "emr", "--cluster", "j-1", "incremental", "--conf-file", CONF);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "Nothing was submitted: highwater does not talk to emr itself. Add --dry-run before incremental"
                                + " to print what does it. To use it: aws emr add-steps --cluster-id j-1 --steps file://FILE.\n");
    }

    @Test
    void whatIsNotGivenIsLeftBlankAndListed() {
        SubmitRun run =
                SubmitRun.of("--to", "emr-serverless", "--dry-run", "--role", "arn:aws:iam::1:role/r", "pipeline");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"applicationId\": \"<application-id>\"", "s3://<bucket>/<configuration>.conf");
        assertThat(run.err()).isEqualTo("""
                        dry run: nothing was submitted
                        to use it: aws emr-serverless start-job-run --cli-input-json file://FILE
                        replace <application-id>: the EMR Serverless application
                        replace <bucket>: where the jar and the configuration are
                        replace <configuration>: the name of the configuration file
                        """);
    }

    @Test
    void optionsAfterTheCommandAreItsOwn() {
        String before = SubmitRun.pasted("dataproc", "--conf-file", "gs://lake/o.conf", "--set", "job=o", "backfill");
        String after = SubmitRun.pasted("dataproc", "backfill", "--conf-file", "gs://lake/o.conf", "--set", "job=o");
        String rehearsed = SubmitRun.pasted("dataproc", "--conf-file", "gs://lake/o.conf", "backfill", "--dry-run");

        assertThat(before).isEqualTo(after).endsWith("  --conf-file gs://lake/o.conf \\\n  --set job=o\n");
        assertThat(rehearsed).endsWith("  --conf-file gs://lake/o.conf \\\n  --dry-run\n");
    }

    @Test
    void aCommandWithoutAClassOfItsOwnIsTheFirstArgument() {
        assertThat(SubmitRun.pasted("spark-submit", "prove", "--conf-file", "o.conf", "--repair"))
                .contains(
                        "--class io.highwater.jobs.Highwater \\\n  highwater.jar \\\n  prove \\\n  --conf-file o.conf");
    }

    @Test
    void onYarnTheDriverRunsInTheClusterAndOnlyOnce() {
        assertThat(SubmitRun.pasted("spark-submit", "--master", "yarn", "incremental", "--conf-file", CONF))
                .contains("--deploy-mode cluster", "--conf spark.yarn.maxAppAttempts=1");
        assertThat(SubmitRun.pasted("spark-submit", "--master", "spark://h:7077", "incremental", "--conf-file", CONF))
                .doesNotContain("--deploy-mode", "spark.yarn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.password=hunter2",
                "source.url=jdbc:postgresql://db/shop?user=etl&password=hunter2",
                "source.url=jdbc:mysql://etl:hunter2@db/shop",
                "source={user=etl, password=hunter2}",
                "spark.\"spark.hadoop.fs.s3a.secret.key\"=hunter2"
            })
    void settingThatTellsASecretIsRefusedWithoutTellingIt(String setting) {
        for (String option : new String[] {"--set=" + setting, "--conf=" + setting}) {
            SubmitRun run = SubmitRun.of("--to", "emr", "--dry-run", option, "incremental", "--conf-file", CONF);

            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("Cannot write " + option.substring(0, 5))
                    .contains("it would tell a secret to everybody who can see the job", "env:NAME")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void secretIsRefusedAfterTheCommandToo() {
        SubmitRun run = SubmitRun.of(
                "--to", "airflow", "--dry-run", "incremental", "--conf-file", CONF, "--set", "source.password=hunter2");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot write --set source.password: ").doesNotContain("hunter2");
    }

    @Test
    void whereASecretIsMayBeTold() {
        assertThat(SubmitRun.pasted("emr", "--set", "source.password=env:SHOP_PASSWORD", "incremental"))
                .contains("source.password=env:SHOP_PASSWORD");
        assertThat(SubmitRun.pasted(
                        "kubernetes",
                        "--conf",
                        "spark.kubernetes.driver.secretKeyRef.SHOP_PASSWORD=shop:password",
                        "pipeline"))
                .contains("spark.kubernetes.driver.secretKeyRef.SHOP_PASSWORD=shop:password");
    }

    @Test
    void pathOfThisMachineIsRefusedWhereTheDriverRunsOnAnother() {
        SubmitRun run = SubmitRun.of("--to", "emr", "--dry-run", "incremental", "--conf-file", "orders.conf");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "Cannot use --conf-file orders.conf with emr: it is a path of this machine, and the driver runs on"
                                + " another. Copy it to where the driver can read it, such as s3://<bucket>/, and name it so.\n");
    }

    @Test
    void stepThatIsTooLongForEmrIsRefused() {
        String query = "x".repeat(10_240);

        SubmitRun run = SubmitRun.of(
                "--to", "emr", "--dry-run", "incremental", "--conf-file", CONF, "--set", "source.query=" + query);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "its texts have 10,",
                        "and EMR takes at most 10,240. Write settings into the configuration file");
    }

    @Test
    void mistakesInTheCommandsOwnOptionsAreToldHere() {
        SubmitRun run = SubmitRun.of("--to", "emr", "--dry-run", "incremental", "--conf-fiel", CONF);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("Unknown options: '--conf-fiel'");
    }

    @Test
    void unknownTargetsAndCommandsAreToldWithThoseThereAre() {
        assertThat(SubmitRun.of("--to", "emrs", "--dry-run", "pipeline").err())
                .startsWith("Invalid value for option '--to'")
                .contains("there is no emrs; there are spark-submit, kubernetes, emr, emr-api, emr-serverless");
        assertThat(SubmitRun.of("--to", "emr", "--dry-run", "demo").err())
                .startsWith(
                        "Cannot submit demo: it is no command that works from a configuration. There are full-refresh,")
                .contains("pipeline")
                .doesNotContain("submit,");
    }

    @Test
    void nameIsMadeOfTheFileAndTheCommand() {
        assertThat(SubmitRun.pasted("databricks", "cdc-merge", "--conf-file", "/Volumes/a/b/c/Shop_changes.v2.conf"))
                .contains("\"name\": \"highwater-Shop-changes-v2-cdc-merge\"");
        assertThat(SubmitRun.pasted("databricks", "incremental", "--conf-file", "/" + "x".repeat(90) + ".conf"))
                .contains("\"name\": \"highwater-" + "x".repeat(28) + "-incremental\"");
        assertThat(SubmitRun.of("--to", "emr", "--dry-run", "--name", "no spaces", "pipeline")
                        .err())
                .startsWith("--name no spaces: expected 3 to 50 letters");
    }

    @Test
    void timeoutOfNoMinutesIsRefused() {
        assertThat(SubmitRun.of("--to", "databricks", "--dry-run", "--timeout-minutes", "0", "pipeline")
                        .err())
                .isEqualTo("--timeout-minutes 0: expected at least 1, or to be left out.\n");
    }

    @Test
    void templateOfAirflowInAnArgumentIsRefused() {
        assertThat(SubmitRun.of("--to", "airflow", "--dry-run", "pipeline", "--set", "job={{ds}}")
                        .err())
                .startsWith("Cannot make a DAG of job highwater-pipeline: Airflow would take {{");
    }
}
