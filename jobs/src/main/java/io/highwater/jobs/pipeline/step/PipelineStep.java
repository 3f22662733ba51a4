package io.highwater.jobs.pipeline.step;

/**
 * A step of a user's own: named by {@code class} in the configuration, made anew for each attempt by its constructor without
 * arguments. It may be run again after it succeeded, when the process ended before that could be written down.
 */
@FunctionalInterface
public interface PipelineStep {
    /**
     * Does the step's work. It is interrupted, and its Spark jobs are cancelled, when it takes longer than it may.
     *
     * @throws io.highwater.common.error.UserException if it fails for a reason that a user can act on
     * @throws Exception if it fails otherwise
     */
    void run(StepContext context) throws Exception;
}
