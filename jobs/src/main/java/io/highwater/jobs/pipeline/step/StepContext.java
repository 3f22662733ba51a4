package io.highwater.jobs.pipeline.step;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * What a step knows about where it runs.
 *
 * @param spark a session of its own within the pipeline's Spark application
 * @param pipeline the pipeline's name
 * @param run the pipeline's run
 * @param step the step's name
 * @param options what the configuration has for it below {@code options}
 * @param dependencies how the steps ended that this one depends on: {@code SUCCESS}, {@code FAILED} or {@code SKIPPED}
 */
public record StepContext(
        SparkSession spark,
        String pipeline,
        String run,
        String step,
        Map<String, String> options,
        Map<String, String> dependencies) {
    public StepContext {
        options = Map.copyOf(options);
        dependencies = Map.copyOf(dependencies);
    }

    StepContext withOptions(Map<String, String> others) {
        return new StepContext(spark, pipeline, run, step, others, dependencies);
    }
}
