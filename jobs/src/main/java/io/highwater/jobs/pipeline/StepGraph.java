package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.config.Spelling;
import io.highwater.common.job.JobIdentity;
import io.highwater.jobs.pipeline.graph.Graph;
import io.highwater.jobs.pipeline.graph.Node;
import io.highwater.jobs.pipeline.step.JobWork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether steps fit together: what they depend on exists, nothing depends on itself, and no two go on with the same state.
 * What does not fit becomes a problem of the configuration.
 *
 * @param pipeline what the pipeline is known by
 * @param section where the steps stand
 * @param steps by name, as they were written
 */
record StepGraph(JobIdentity pipeline, Section section, Map<String, StepSettings> steps) {
    /** The steps, each after those it depends on; as they were written where they do not fit together. */
    List<StepSettings> ordered() {
        steps.forEach((name, step) -> requireDependencies(name, step.node()));
        requireOwnStates();
        List<Node> known = steps.values().stream().map(this::withKnown).toList();
        Optional<List<String>> cycle = Graph.cycle(known);
        cycle.ifPresent(names -> section.section(names.get(0))
                .problem(
                        "depends-on",
                        "the steps wait for one another in a circle: " + String.join(" -> ", names)
                                + "; expected none to depend on itself"));
        return cycle.isPresent()
                ? List.copyOf(steps.values())
                : Graph.of(known).names().stream().map(steps::get).toList();
    }

    private Node withKnown(StepSettings step) {
        List<String> known =
                step.node().dependsOn().stream().filter(steps::containsKey).toList();
        return new Node(step.name(), known, step.node().rule());
    }

    private void requireDependencies(String name, Node node) {
        Set<String> seen = new HashSet<>();
        for (String other : node.dependsOn()) {
            if (!steps.containsKey(other)) {
                String advice = Spelling.suggestion(other, steps.keySet())
                        .map(word -> "; did you mean " + word + "?")
                        .orElse("; there are " + String.join(", ", steps.keySet()));
                section.section(name).problem("depends-on", "there is no step " + other + advice);
            } else if (!seen.add(other)) {
                section.section(name).problem("depends-on", other + " stands there twice; expected it once");
            }
        }
    }

    /** A backfill and the incremental load that takes over are one job; nothing else may go on with another's state. */
    private void requireOwnStates() {
        Map<String, String> owners = new HashMap<>();
        steps.forEach((name, step) -> step.work().job().ifPresent(job -> {
            if (job.equals(JobWork.described(pipeline))) {
                section.section(name)
                        .problem("job", "the pipeline is job " + job + "; expected a job of another name for the step");
            }
            String other = owners.putIfAbsent(job, name);
            if (other != null && !waits(name, other) && !waits(other, name)) {
                section.section(name)
                        .problem(
                                "job",
                                "step " + other + " is job " + job + " too; expected a job for each step, or that one"
                                        + " of the two depends on the other");
            }
        }));
    }

    private boolean waits(String name, String other) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(other)) {
                return true;
            }
            if (steps.containsKey(next) && seen.add(next)) {
                open.addAll(steps.get(next).node().dependsOn());
            }
        }
        return false;
    }
}
