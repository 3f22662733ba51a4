package io.highwater.jobs.pipeline.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A part of a graph, as users name it: {@code orders} (the step alone), {@code +orders} (with all it waits for),
 * {@code orders+} (with all that waits for it), {@code +orders+}; {@code *} stands for anything; several are separated by
 * commas.
 */
public record Selection(List<String> terms) {
    public Selection {
        terms = List.copyOf(terms);
    }

    /** The terms of some words. */
    public static Selection of(List<String> words) {
        List<String> terms = new ArrayList<>();
        words.forEach(word -> List.of(word.split(",")).stream()
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .forEach(terms::add));
        return new Selection(terms);
    }

    /** Terms that name no step of the graph. */
    public List<String> unknown(Graph graph) {
        return terms.stream().filter(term -> named(term, graph).isEmpty()).toList();
    }

    /** The names of the selected steps. */
    public Set<String> in(Graph graph) {
        Set<String> selected = new LinkedHashSet<>();
        for (String term : terms) {
            for (String name : named(term, graph)) {
                selected.add(name);
                if (term.startsWith("+")) {
                    selected.addAll(graph.before(name));
                }
                if (term.endsWith("+")) {
                    selected.addAll(graph.after(name));
                }
            }
        }
        return selected;
    }

    private static List<String> named(String term, Graph graph) {
        String name = term.replaceFirst("^\\+", "").replaceFirst("\\+$", "");
        Pattern pattern =
                Pattern.compile("\\Q" + name.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E");
        return graph.names().stream()
                .filter(each -> pattern.matcher(each).matches())
                .toList();
    }
}
