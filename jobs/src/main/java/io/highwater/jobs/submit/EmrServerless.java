package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;

/** A job run of an EMR Serverless application. */
final class EmrServerless implements Platform {
    @Override
    public String text(Submission job) {
        ObjectNode run = Trees.object()
                .put("applicationId", job.place().application())
                .put("executionRoleArn", job.place().role())
                .put("name", job.name());
        job.place().timeoutMinutes().ifPresent(minutes -> run.put("executionTimeoutMinutes", minutes));
        run.set("retryPolicy", retryPolicy());
        run.set("jobDriver", driver(job));
        if (job.place().logs().isPresent()) {
            run.set("configurationOverrides", overrides(job));
        }
        return Trees.json(run);
    }

    @Override
    public String use(Submission job) {
        return "aws emr-serverless start-job-run --cli-input-json file://FILE";
    }

    /** One attempt: what may pass is tried again within the job, and what will not is not. */
    static ObjectNode retryPolicy() {
        return Trees.object().put("maxAttempts", 1);
    }

    static ObjectNode driver(Submission job) {
        ObjectNode driver = Trees.object();
        ObjectNode submit = driver.putObject("sparkSubmit").put("entryPoint", job.jar());
        submit.set("entryPointArguments", Trees.texts(job.arguments()));
        submit.put("sparkSubmitParameters", String.join(" ", parameters(job)));
        return driver;
    }

    static ObjectNode overrides(Submission job) {
        ObjectNode overrides = Trees.object();
        job.place()
                .logs()
                .ifPresent(uri -> overrides
                        .putObject("monitoringConfiguration")
                        .putObject("s3MonitoringConfiguration")
                        .put("logUri", uri));
        return overrides;
    }

    private static List<String> parameters(Submission job) {
        List<String> parameters = SparkSubmit.options(job, job.withDelta());
        parameters.stream()
                .filter(word -> word.chars().anyMatch(Character::isWhitespace))
                .findFirst()
                .ifPresent(word -> {
                    throw new UserException(
                            ExitCode.USAGE,
                            "Cannot pass " + word
                                    + " to EMR Serverless: it takes the options of spark-submit as one text,"
                                    + " cut at white space. Set it in highwater.spark of the configuration file.");
                });
        return parameters;
    }
}
