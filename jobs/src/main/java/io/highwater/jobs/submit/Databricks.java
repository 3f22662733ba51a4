package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Databricks job of one task. Delta is part of the platform there. */
final class Databricks implements Platform {
    private static final int SECONDS = 60;

    @Override
    public String text(Submission job) {
        ObjectNode definition = Trees.object().put("name", job.name()).put("max_concurrent_runs", 1);
        ObjectNode task = definition.putArray("tasks").addObject().put("task_key", job.name());
        task.put("existing_cluster_id", job.place().cluster());
        task.putObject("spark_jar_task")
                .put("main_class_name", job.mainClass())
                .set("parameters", Trees.texts(job.arguments()));
        task.set("libraries", libraries(job));
        task.put("max_retries", 0);
        job.place().timeoutMinutes().ifPresent(minutes -> task.put("timeout_seconds", minutes * SECONDS));
        return Trees.json(definition);
    }

    @Override
    public String use(Submission job) {
        return "databricks jobs create --json @FILE"
                + (job.properties().isEmpty() ? "" : "; --conf is left out: such settings are the cluster's there");
    }

    private static ArrayNode libraries(Submission job) {
        ArrayNode libraries = Trees.array();
        libraries.addObject().put("jar", job.jar());
        job.packages()
                .forEach(coordinates -> libraries.addObject().putObject("maven").put("coordinates", coordinates));
        return libraries;
    }
}
