package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

/** What has no model classes here is compared with the members that the platforms document. */
class DocumentedShapesTest {
    private static final String TEMPLATE = """
            id: string
            labels: {any: string}
            dagTimeout: string
            jobs:
              - stepId: string
                prerequisiteStepIds: [string]
                labels: {any: string}
                sparkJob:
                  mainClass: string
                  mainJarFileUri: string
                  args: [string]
                  jarFileUris: [string]
                  fileUris: [string]
                  archiveUris: [string]
                  properties: {any: string}
            placement:
              clusterSelector: {zone: string, clusterLabels: {any: string}}
              managedCluster:
                clusterName: string
                labels: {any: string}
                config:
                  softwareConfig: {imageVersion: string, optionalComponents: [string], properties: {any: string}}
            """;
    private static final String JOB = """
            name: string
            max_concurrent_runs: number
            tasks:
              - task_key: string
                existing_cluster_id: string
                spark_jar_task: {main_class_name: string, parameters: [string]}
                libraries: [{jar: string, maven: {coordinates: string, repo: string, exclusions: [string]}}]
                max_retries: number
                timeout_seconds: number
            """;
    private static final String AWKWARD = "source.query=select \"a: b\", 'c' -- #d\n\tfrom t";
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void workflowTemplateHasTheMembersOfDataproc() throws JsonProcessingException {
        JsonNode template = YAML.readTree(SubmitRun.pasted(
                "dataproc-template", "--packages", "a:b:1,c:d:2", "incremental", "--set", AWKWARD, "--set", "job=yes"));

        assertThat(Shape.of(TEMPLATE).misfits(template)).isEmpty();
        assertThat(template.at("/jobs/0/stepId").asText()).isEqualTo("highwater-incremental");
        assertThat(template.at("/jobs/0/sparkJob/args"))
                .extracting(JsonNode::asText)
                .containsExactly("--set", AWKWARD, "--set", "job=yes");
        assertThat(template.at("/jobs/0/sparkJob/properties/spark.jars.packages")
                        .asText())
                .isEqualTo("io.delta:delta-spark_4.1_2.13:4.4.0,a:b:1,c:d:2");
        assertThat(template.at("/placement/managedCluster/config/softwareConfig/imageVersion")
                        .isTextual())
                .isTrue();
    }

    @Test
    void workflowTemplateRunsOnTheClusterThatIsNamed() throws JsonProcessingException {
        JsonNode template = YAML.readTree(SubmitRun.pasted("dataproc-template", "--cluster", "shop", "pipeline"));

        assertThat(Shape.of(TEMPLATE).misfits(template)).isEmpty();
        assertThat(template.get("placement").toString())
                .isEqualTo("{\"clusterSelector\":{\"clusterLabels\":{\"goog-dataproc-cluster-name\":\"shop\"}}}");
    }

    @Test
    void databricksJobHasTheMembersOfItsApi() throws JsonProcessingException {
        JsonNode job = YAML.readTree(SubmitRun.pasted(
                "databricks", "--packages", "a:b:1", "--timeout-minutes", "30", "pipeline", "--set", AWKWARD));

        assertThat(Shape.of(JOB).misfits(job)).isEmpty();
        assertThat(job.at("/tasks/0/timeout_seconds").asInt()).isEqualTo(1800);
        assertThat(job.at("/tasks/0/spark_jar_task/parameters/1").asText()).isEqualTo(AWKWARD);
    }

    @Test
    void wrongMembersAreFound() throws JsonProcessingException {
        JsonNode wrong = YAML.readTree("{nam: a, tasks: [{task_key: 1, libraries: [{maven: {coordinate: x}}]}]}");

        assertThat(Shape.of(JOB).misfits(wrong))
                .containsExactly(
                        "/nam is unknown",
                        "/tasks/task_key is no string",
                        "/tasks/libraries/maven/coordinate is unknown");
    }
}
