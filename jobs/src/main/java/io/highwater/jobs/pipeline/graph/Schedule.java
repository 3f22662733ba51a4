package io.highwater.jobs.pipeline.graph;

import io.highwater.common.state.StepStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which steps may run, and which never will. Knows nothing of time, threads and how many fit at a time. */
public final class Schedule {
    private final Graph graph;
    private final Map<String, StepStatus> statuses = new LinkedHashMap<>();
    private final Map<String, Boolean> failure = new LinkedHashMap<>();

    public Schedule(Graph graph) {
        this.graph = graph;
        graph.names().forEach(name -> statuses.put(name, StepStatus.PENDING));
    }

    /**
     * A step that is skipped, and why.
     *
     * @param reason a sentence
     */
    public record Skip(String step, String reason) {}

    /** How far each step is, in the graph's order. */
    public Map<String, StepStatus> statuses() {
        return Map.copyOf(statuses);
    }

    /** Whether nothing more can happen. */
    public boolean isDone() {
        return statuses.values().stream().allMatch(StepStatus::isFinal);
    }

    /** Steps that may run now, in the graph's order. */
    public List<String> ready() {
        return graph.nodes().stream().filter(this::isDue).map(Node::name).toList();
    }

    /** Whether it is known of all that a step waits for how it ended: then, and not before, the step's own fate is decided. */
    private boolean isDue(Node node) {
        return statuses.get(node.name()) == StepStatus.PENDING
                && node.dependsOn().stream()
                        .allMatch(other -> statuses.get(other).isFinal());
    }

    /** A step runs. */
    public void started(String step) {
        statuses.put(step, StepStatus.RUNNING);
    }

    /**
     * A step ended, or is not going to run for a reason of its own.
     *
     * @param status a final one
     * @return the steps that will not run because of it, in the graph's order
     */
    public List<Skip> ended(String step, StepStatus status) {
        statuses.put(step, status);
        failure.put(step, status == StepStatus.FAILED);
        return skipped();
    }

    /** Nothing more is to begin. */
    public List<Skip> stopped(String reason) {
        List<Skip> skips = new ArrayList<>();
        for (Map.Entry<String, StepStatus> entry : statuses.entrySet()) {
            if (entry.getValue() == StepStatus.PENDING) {
                entry.setValue(StepStatus.SKIPPED);
                skips.add(new Skip(entry.getKey(), reason));
            }
        }
        return skips;
    }

    /** One pass is enough, because each node comes after those it waits for. */
    private List<Skip> skipped() {
        List<Skip> skips = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<String> obstacle = isDue(node)
                    ? node.dependsOn().stream()
                            .filter(other -> forbids(node.rule(), other))
                            .findFirst()
                    : Optional.empty();
            obstacle.ifPresent(other -> {
                statuses.put(node.name(), StepStatus.SKIPPED);
                failure.put(node.name(), node.dependsOn().stream().anyMatch(each -> failure.getOrDefault(each, false)));
                String ended = statuses.get(other) == StepStatus.FAILED ? " failed" : " was skipped";
                skips.add(new Skip(node.name(), "it depends on " + other + ", which" + ended));
            });
        }
        return skips;
    }

    private boolean forbids(TriggerRule rule, String other) {
        StepStatus status = statuses.get(other);
        return switch (rule) {
            case ALL_SUCCEEDED -> status != StepStatus.SUCCESS;
            case NONE_FAILED -> failure.getOrDefault(other, false);
            case ALL_DONE -> false;
        };
    }
}
