package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.stream.Collectors;

/** An Airflow DAG of one task. What is to run in parts, and each part when others are done, is a pipeline's to run. */
enum Airflow implements Platform {
    SPARK_SUBMIT("airflow.providers.apache.spark.operators.spark_submit", "SparkSubmitOperator") {
        @Override
        ObjectNode parameters(Submission job) {
            ObjectNode parameters = Trees.object()
                    .put("conn_id", "spark_default")
                    .put("name", job.name())
                    .put("java_class", job.mainClass())
                    .put("application", job.jar());
            parameters.set("application_args", Trees.texts(job.arguments()));
            if (!job.packages().isEmpty()) {
                parameters.put("packages", String.join(",", job.packages()));
            }
            parameters.set("conf", Trees.texts(job.withDelta()));
            return parameters;
        }
    },
    EMR("airflow.providers.amazon.aws.operators.emr", "EmrAddStepsOperator") {
        @Override
        ObjectNode parameters(Submission job) {
            ObjectNode parameters =
                    Trees.object().put("job_flow_id", job.place().cluster());
            parameters.putArray("steps").add(EmrStep.of(job).forApi());
            return waiting(parameters, job);
        }

        @Override
        String more() {
            return "        wait_for_completion=True,\n";
        }
    },
    EMR_SERVERLESS("airflow.providers.amazon.aws.operators.emr", "EmrServerlessStartJobOperator") {
        @Override
        ObjectNode parameters(Submission job) {
            ObjectNode parameters = Trees.object()
                    .put("application_id", job.place().application())
                    .put("execution_role_arn", job.place().role())
                    .put("name", job.name());
            parameters.set("job_driver", EmrServerless.driver(job));
            if (job.place().logs().isPresent()) {
                parameters.set("configuration_overrides", EmrServerless.overrides(job));
            }
            ObjectNode config = parameters.putObject("config");
            job.place().timeoutMinutes().ifPresent(minutes -> config.put("executionTimeoutMinutes", minutes));
            config.set("retryPolicy", EmrServerless.retryPolicy());
            return waiting(parameters, job);
        }
    },
    DATAPROC("airflow.providers.google.cloud.operators.dataproc", "DataprocSubmitJobOperator") {
        @Override
        ObjectNode parameters(Submission job) {
            ObjectNode parameters = Trees.object().put("region", job.place().region());
            ObjectNode dataproc = parameters.putObject("job");
            dataproc.putObject("placement").put("cluster_name", job.place().cluster());
            ObjectNode spark = Dataproc.sparkJob(job);
            dataproc.putObject("spark_job")
                    .put("main_class", job.mainClass())
                    .<ObjectNode>set("jar_file_uris", spark.get("jarFileUris"))
                    .<ObjectNode>set("args", spark.get("args"))
                    .set("properties", spark.get("properties"));
            return parameters;
        }
    };

    private static final String DAG = """
            from datetime import datetime

            from airflow import DAG
            from %s import %s

            with DAG(
                dag_id=%s,
                schedule=%s,
                start_date=datetime(2026, 1, 1),
                catchup=False,
                max_active_runs=1,
            ):
                %s(
                    task_id=%s,
            %s%s    )
            """;

    /** Minutes for which a task waits for a job of which nobody says how long it may take. */
    private static final int DAY = 24 * 60;

    /** Minutes that a job may wait for its cluster. */
    private static final int TO_START = 60;

    private final String module;
    private final String operator;

    Airflow(String module, String operator) {
        this.module = module;
        this.operator = operator;
    }

    /** What the operator is told, but for the task's name. */
    abstract ObjectNode parameters(Submission job);

    /** Parameters that are no texts. */
    String more() {
        return "";
    }

    @Override
    public String text(Submission job) {
        String parameters = parameters(job).properties().stream()
                .map(each -> parameter(each.getKey(), Python.expression(each.getValue(), "        ")))
                .collect(Collectors.joining());
        if (parameters.contains("{{") || parameters.contains("{%")) {
            throw new UserException(
                    ExitCode.USAGE,
                    "Cannot make a DAG of job " + job.name()
                            + ": Airflow would take {{ or {% in an argument for a template"
                            + " of its own. Write such a setting into the configuration file.");
        }
        String name = Python.text(job.name());
        String schedule = job.place().schedule().map(Python::text).orElse("None");
        return DAG.formatted(module, operator, name, schedule, operator, name, parameters, more());
    }

    @Override
    public String use(Submission job) {
        return "put it into Airflow's directory of DAGs";
    }

    /** Left to themselves these operators give up after half an hour, while the job goes on. They look once a minute. */
    private static ObjectNode waiting(ObjectNode parameters, Submission job) {
        int minutes = job.place().timeoutMinutes().orElse(DAY) + TO_START;
        return parameters.put("waiter_delay", 60).put("waiter_max_attempts", minutes);
    }

    private static String parameter(String name, String value) {
        return "        " + name + "=" + value + ",\n";
    }
}
