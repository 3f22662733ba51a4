package io.highwater.jobs.pipeline;

import io.highwater.jobs.pipeline.graph.Node;
import io.highwater.jobs.pipeline.step.StepWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One step of a pipeline.
 *
 * @param node its name, and how it depends on others
 * @param work what it does
 * @param weight how much of the pipeline's parallelism it takes
 * @param retry how often it is tried
 * @param timeout how long one attempt may take; empty for as long as it takes
 * @param enabled false if it is never to run
 */
record StepSettings(Node node, StepWork work, int weight, Retry retry, Optional<Duration> timeout, boolean enabled) {
    /**
     * How often a step is tried that fails for a reason that may pass.
     *
     * @param attempts at least one
     * @param backoff the pause before the second attempt; it doubles from one to the next
     */
    record Retry(int attempts, Duration backoff) {
        private static final int MOST_DOUBLINGS = 10;

        Duration pauseAfter(int attempt) {
            return backoff.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        }
    }

    StepSettings dependingOn(List<String> others) {
        return new StepSettings(new Node(name(), others, node.rule()), work, weight, retry, timeout, enabled);
    }

    StepSettings doing(StepWork other) {
        return new StepSettings(node, other, weight, retry, timeout, enabled);
    }

    String name() {
        return node.name();
    }
}
