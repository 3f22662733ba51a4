package io.highwater.common.target;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a target table is laid out. What is left empty is left as the table has it.
 *
 * @param partitionBy columns the files are kept apart by, outermost first
 * @param clusterBy columns Delta clusters by when it optimizes
 * @param statistics columns Delta keeps minimum and maximum of, per file; empty to let {@link #statisticsColumns} choose
 * @param properties Delta table properties
 */
public record Layout(
        List<String> partitionBy,
        List<String> clusterBy,
        Optional<List<String>> statistics,
        Map<String, String> properties) {
    public Layout {
        partitionBy = List.copyOf(partitionBy);
        clusterBy = List.copyOf(clusterBy);
        statistics = statistics.map(List::copyOf);
        properties = Map.copyOf(properties);
    }

    /** The columns that statistics pay for: those a user listed, or else those sought by and clustered by. */
    public List<String> statisticsColumns(List<String> sought) {
        if (statistics.isPresent()) {
            return statistics.get();
        }
        Set<String> columns = new LinkedHashSet<>(sought);
        columns.addAll(clusterBy);
        columns.removeAll(partitionBy);
        return List.copyOf(columns);
    }
}
