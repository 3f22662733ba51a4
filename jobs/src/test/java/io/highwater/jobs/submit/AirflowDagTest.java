package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emrserverless.model.JobDriver;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/** A DAG is run by Python, with operators that write down what they are told. */
class AirflowDagTest {
    private static final Program PYTHON = Program.of("python3", "-B", "src/test/resources/submit/operators.py");
    private static final String AWKWARD = "source.query=select \"a\\b\", 'c'\n\tfrom t -- é ☃ \u2028";
    private static final String DATAPROC = """
            placement: {cluster_name: string, cluster_labels: {any: string}}
            spark_job: {main_class: string, jar_file_uris: [string], args: [string], properties: {any: string}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void pythonIsInstalled() {
        assumeTrue(PYTHON.isInstalled(), "python3 is not installed");
    }

    @Test
    void sparkSubmitOperatorGetsTheJob() throws Exception {
        JsonNode tasks = run(SubmitRun.pasted(
                "airflow", "--schedule", "0 4 * * *", "--packages", "a:b:1", "incremental", "--set", AWKWARD));

        assertThat(tasks).hasSize(2);
        assertThat(tasks.at("/0/dag_id").asText()).isEqualTo("highwater-incremental");
        assertThat(tasks.at("/0/schedule").asText()).isEqualTo("0 4 * * *");
        assertThat(tasks.at("/0/max_active_runs").asInt()).isEqualTo(1);
        assertThat(tasks.at("/1/operator").asText()).isEqualTo("SparkSubmitOperator");
        assertThat(tasks.at("/1/java_class").asText()).isEqualTo("io.highwater.jobs.incremental.Incremental");
        assertThat(tasks.at("/1/application_args")).extracting(JsonNode::asText).containsExactly("--set", AWKWARD);
        assertThat(tasks.at("/1/conf/spark.sql.extensions").asText())
                .isEqualTo("io.delta.sql.DeltaSparkSessionExtension");
    }

    @Test
    void emrOperatorGetsTheStepOfTheApiAndWaits() throws Exception {
        JsonNode tasks = run(SubmitRun.pasted("airflow-emr", "--cluster", "j-1", "pipeline"));
        JsonNode request = new ObjectMapper().readTree(SubmitRun.pasted("emr-api", "--cluster", "j-1", "pipeline"));

        assertThat(tasks.at("/0/schedule").isNull()).isTrue();
        assertThat(tasks.at("/1/job_flow_id").asText()).isEqualTo("j-1");
        assertThat(tasks.at("/1/wait_for_completion").asBoolean()).isTrue();
        assertThat(tasks.at("/1/waiter_delay").asInt()).isEqualTo(60);
        assertThat(tasks.at("/1/waiter_max_attempts").asInt()).isEqualTo(25 * 60);
        assertThat(tasks.at("/1/steps")).isEqualTo(request.get("Steps"));
        assertThat(Members.misfits(tasks.at("/1/steps/0"), StepConfig.builder().build()))
                .isEmpty();
    }

    @Test
    void emrServerlessOperatorGetsTheDriverOfTheApi() throws Exception {
        JsonNode tasks = run(SubmitRun.pasted(
                "airflow-emr-serverless", "--logs", "s3://b/logs/", "--timeout-minutes", "90", "pipeline"));

        assertThat(Members.misfits(
                        tasks.at("/1/job_driver"), JobDriver.builder().build()))
                .isEmpty();
        assertThat(Members.misfits(
                        tasks.at("/1/config"), StartJobRunRequest.builder().build()))
                .isEmpty();
        assertThat(tasks.at("/1/config/executionTimeoutMinutes").asInt()).isEqualTo(90);
        assertThat(tasks.at("/1/waiter_max_attempts").asInt()).isEqualTo(150);
        assertThat(tasks.at("/1/configuration_overrides/monitoringConfiguration")
                        .isObject())
                .isTrue();
    }

    @Test
    void dataprocOperatorGetsTheJobInTheWordsOfTheApi() throws Exception {
        JsonNode tasks = run(SubmitRun.pasted("airflow-dataproc", "--region", "europe-west1", "pipeline"));

        assertThat(tasks.at("/1/region").asText()).isEqualTo("europe-west1");
        assertThat(Shape.of(DATAPROC).misfits(tasks.at("/1/job"))).isEmpty();
        assertThat(tasks.at("/1/job/spark_job/main_class").asText()).isEqualTo("io.highwater.jobs.pipeline.Pipeline");
    }

    @Test
    void dagsThatUsersPasteRun() throws Exception {
        for (Example example : Example.all()) {
            if (example.file().endsWith(".py")) {
                assertThat(run(example.text())).hasSize(2);
            }
        }
    }

    private JsonNode run(String dag) throws Exception {
        Path file = folder.resolve("dag.py");
        Files.writeString(file, dag);
        return new ObjectMapper().readTree(PYTHON.output(file.toString()));
    }
}
