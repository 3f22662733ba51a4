package io.highwater.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured seconds by name, in the order in which the names came up. */
final class Series {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    void add(String name, double measured) {
        seconds.computeIfAbsent(name, unused -> new ArrayList<>()).add(measured);
    }

    double median(String name) {
        List<Double> sorted = seconds.get(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A line per name: the median, its ratio to that of {@code one}, and every measurement. */
    List<String> lines(String one) {
        List<String> lines = new ArrayList<>();
        seconds.forEach((name, all) -> lines.add(String.format(
                "%-42s %7.2f s  %5.2f x   %s",
                name,
                median(name),
                median(name) / median(one),
                all.stream().map(each -> String.format("%.2f", each)).toList())));
        return lines;
    }
}
