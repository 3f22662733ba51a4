package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.config.Spelling;
import io.highwater.jobs.pipeline.graph.Graph;
import io.highwater.jobs.pipeline.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether steps fit together: what they depend on exists, nothing depends on itself, and no two go on with the same state.
 * What does not fit becomes a problem of the configuration.
 *
 * @param section where the steps stand
 * @param steps by name, as they were written
 */
record StepGraph(Section section, Map<String, StepSettings> steps) {
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

    private void requireOwnStates() {
        Map<String, String> owners = new HashMap<>();
        new LinkedHashMap<>(steps)
                .forEach((name, step) -> step.work().job().ifPresent(job -> {
                    String other = owners.putIfAbsent(job, name);
                    if (other != null) {
                        section.section(name)
                                .problem(
                                        "job",
                                        "step " + other + " is job " + job + " too; expected a job for each step");
                    }
                }));
    }
}
