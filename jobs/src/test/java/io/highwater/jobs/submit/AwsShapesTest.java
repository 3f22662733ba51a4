package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.Configuration;
import software.amazon.awssdk.services.emr.model.HadoopJarStepConfig;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/** What is made for AWS has the members that the model classes of its SDK have. */
class AwsShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] JOB = {
        "--packages",
        "org.postgresql:postgresql:42.7.14",
        "--logs",
        "s3://lake/logs/",
        "--timeout-minutes",
        "90",
        "incremental",
        "--conf-file",
        "s3://lake/orders.conf"
    };

    @Test
    void requestToAddStepsIsOne() throws JsonProcessingException {
        assertThat(Members.misfits(
                        made("emr-api"), AddJobFlowStepsRequest.builder().build()))
                .isEmpty();
    }

    @Test
    void stepForTheCommandLineIsTheSameAsForTheApi() throws JsonProcessingException {
        JsonNode step = made("emr").get(0);
        ObjectNode jar = JSON.createObjectNode();
        jar.set("Jar", step.get("Jar"));
        jar.set("Args", step.get("Args"));

        assertThat(step.fieldNames()).toIterable().containsExactly("Type", "Name", "ActionOnFailure", "Jar", "Args");
        assertThat(step.get("Type").asText()).isEqualTo("CUSTOM_JAR");
        assertThat(ActionOnFailure.fromValue(step.get("ActionOnFailure").asText()))
                .isEqualTo(ActionOnFailure.CONTINUE);
        assertThat(Members.misfits(jar, HadoopJarStepConfig.builder().build())).isEmpty();
        assertThat(jar).isEqualTo(made("emr-api").at("/Steps/0/HadoopJarStep"));
    }

    @Test
    void requestToStartAJobRunIsOne() throws JsonProcessingException {
        JsonNode run = made("emr-serverless");

        assertThat(Members.misfits(run, StartJobRunRequest.builder().build())).isEmpty();
        assertThat(List.of("/applicationId", "/executionRoleArn", "/jobDriver/sparkSubmit/entryPoint"))
                .allSatisfy(required -> assertThat(run.at(required).asText()).isNotEmpty());
        assertThat(run.at("/executionTimeoutMinutes").asInt()).isEqualTo(90);
        assertThat(run.at("/configurationOverrides/monitoringConfiguration/s3MonitoringConfiguration/logUri")
                        .asText())
                .isEqualTo("s3://lake/logs/");
    }

    @Test
    void configurationThatSwitchesDeltaOnIsOne() throws IOException {
        JsonNode all =
                JSON.readTree(Path.of("../scripts/emr/configurations.json").toFile());

        assertThat(all).hasSize(1);
        assertThat(all.get(0).at("/Classification").asText()).isEqualTo("delta-defaults");
        assertThat(all.get(0).at("/Properties").toString()).isEqualTo("{\"delta.enabled\":\"true\"}");
        assertThat(Configuration.builder().build().sdkFields())
                .extracting(SdkField::locationName)
                .contains("Classification", "Properties");
    }

    @Test
    void wrongMembersAreFound() throws JsonProcessingException {
        String wrong =
                "{\"applicationID\": \"a\", \"executionRoleArn\": 1, \"jobDriver\": {\"sparkSubmit\": {\"arguments\": []}}}";

        assertThat(Members.misfits(
                        JSON.readTree(wrong), StartJobRunRequest.builder().build()))
                .isEqualTo(List.of(
                        "/applicationID is unknown",
                        "/executionRoleArn is no String",
                        "/jobDriver/sparkSubmit/arguments is unknown"));
    }

    private static JsonNode made(String target) throws JsonProcessingException {
        return JSON.readTree(SubmitRun.pasted(target, JOB));
    }
}
