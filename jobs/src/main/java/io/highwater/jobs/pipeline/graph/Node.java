package io.highwater.jobs.pipeline.graph;

import java.util.List;

/**
 * A step, as far as its neighbours matter.
 *
 * @param name the step's name
 * @param dependsOn the steps it waits for
 * @param rule what has to be of them
 */
public record Node(String name, List<String> dependsOn, TriggerRule rule) {
    public Node {
        dependsOn = List.copyOf(dependsOn);
    }
}
