package io.highwater.jobs.pipeline.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps that wait for one another, without a cycle; in an order in which each comes after those it waits for. */
public final class Graph {
    private final Map<String, Node> nodes;

    private Graph(Map<String, Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Puts nodes in order. Where the order is free, it is that of {@code nodes}.
     *
     * @param nodes with different names, each depending on others of them only, and on none in a cycle
     * @throws IllegalArgumentException if they are not so
     */
    public static Graph of(List<Node> nodes) {
        Map<String, Node> open = byName(nodes);
        Map<String, Node> ordered = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            Node next = open.values().stream()
                    .filter(node -> ordered.keySet().containsAll(node.dependsOn()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Not a graph without cycles: " + open.keySet()));
            ordered.put(next.name(), next);
            open.remove(next.name());
        }
        return new Graph(ordered);
    }

    /**
     * A cycle, if there is one: each node depends on the next, the last is the first.
     *
     * @param nodes with different names; dependencies on others than these do not matter
     */
    public static Optional<List<String>> cycle(List<Node> nodes) {
        Map<String, Node> all = byName(nodes);
        Set<String> clear = new LinkedHashSet<>();
        for (String name : all.keySet()) {
            Optional<List<String>> cycle = cycleFrom(name, all, clear);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        return Optional.empty();
    }

    /** Depth first, without recursion: chains may be long. */
    private static Optional<List<String>> cycleFrom(String start, Map<String, Node> all, Set<String> clear) {
        List<String> path = new ArrayList<>(List.of(start));
        Deque<Deque<String>> ahead = new ArrayDeque<>();
        ahead.push(dependencies(start, all));
        while (!ahead.isEmpty()) {
            String next = ahead.peek().poll();
            if (next == null) {
                ahead.pop();
                clear.add(path.remove(path.size() - 1));
            } else if (path.contains(next)) {
                List<String> cycle = new ArrayList<>(path.subList(path.indexOf(next), path.size()));
                cycle.add(next);
                return Optional.of(cycle);
            } else if (!clear.contains(next)) {
                path.add(next);
                ahead.push(dependencies(next, all));
            }
        }
        return Optional.empty();
    }

    private static Deque<String> dependencies(String name, Map<String, Node> all) {
        Deque<String> dependencies = new ArrayDeque<>(all.get(name).dependsOn());
        dependencies.removeIf(other -> !all.containsKey(other));
        return dependencies;
    }

    private static Map<String, Node> byName(List<Node> nodes) {
        Map<String, Node> byName = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (byName.put(node.name(), node) != null) {
                throw new IllegalArgumentException("Two steps are called " + node.name());
            }
        }
        return byName;
    }

    /** The nodes in their order. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The names in their order. */
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** Everything a node waits for, directly or not. */
    public Set<String> before(String name) {
        Set<String> before = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(nodes.get(name).dependsOn());
        while (!open.isEmpty()) {
            String next = open.pop();
            if (before.add(next)) {
                open.addAll(nodes.get(next).dependsOn());
            }
        }
        return before;
    }

    /** Everything that waits for a node, directly or not. */
    public Set<String> after(String name) {
        Set<String> after = new LinkedHashSet<>();
        for (Node node : nodes.values()) {
            if (node.dependsOn().contains(name) || node.dependsOn().stream().anyMatch(after::contains)) {
                after.add(node.name());
            }
        }
        return after;
    }

    /** Some of the nodes; what they wait for and is not among them counts as done. */
    public Graph only(Set<String> names) {
        Map<String, Node> some = new LinkedHashMap<>();
        nodes.values().stream()
                .filter(node -> names.contains(node.name()))
                .map(node -> new Node(
                        node.name(),
                        node.dependsOn().stream().filter(names::contains).toList(),
                        node.rule()))
                .forEach(node -> some.put(node.name(), node));
        return new Graph(some);
    }
}
