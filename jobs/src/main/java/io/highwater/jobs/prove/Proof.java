package io.highwater.jobs.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param source what was compared
 * @param target with what
 * @param bound up to where, in words
 * @param totals of the first pass
 * @param ranges how many ranges there were
 * @param counts how many rows differ, by how
 * @param shown some of them, a line each
 */
record Proof(
        String source,
        String target,
        String bound,
        Comparison.Totals totals,
        int ranges,
        Map<Difference, Long> counts,
        List<String> shown) {
    Proof {
        counts = Map.copyOf(counts);
        shown = List.copyOf(shown);
    }

    long differences() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (differences() == 0) {
            lines.add(String.format(
                    "the same: %s and %s hold the same %,d rows %s", source, target, totals.sourceRows(), bound));
        } else {
            lines.add(String.format("NOT the same: %s and %s %s", source, target, bound));
            lines.add(String.format(
                    "  %,d missing in the target, %,d extra there, %,d different; the source holds %,d rows, the target"
                            + " %,d",
                    count(Difference.MISSING),
                    count(Difference.EXTRA),
                    count(Difference.DIFFERENT),
                    totals.sourceRows(),
                    totals.targetRows()));
            shown.forEach(line -> lines.add("    " + line));
            if (shown.size() < differences()) {
                lines.add(String.format("    and %,d more", differences() - shown.size()));
            }
        }
        lines.add(String.format(
                "  %d of %d ranges had to be compared row by row",
                totals.differing().size(), ranges));
        return lines;
    }

    long count(Difference kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
