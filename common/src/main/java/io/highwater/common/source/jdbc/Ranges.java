package io.highwater.common.source.jdbc;

import io.highwater.common.source.jdbc.SourceColumn.Nulls;
import java.util.ArrayList;
import java.util.List;

/** Half-open ranges of a key as predicates. The first and the last are open-ended, so that no row is outside. */
final class Ranges {
    private Ranges() {}

    /**
     * One range more than there are boundaries.
     *
     * @param key an expression
     * @param boundaries its literals in ascending order, without repetition
     * @param nulls whether the key can be NULL; such rows are in the first range
     */
    static List<String> of(String key, List<String> boundaries, Nulls nulls) {
        if (boundaries.isEmpty()) {
            return List.of(SplitPlan.EVERYTHING);
        }
        List<String> predicates = new ArrayList<>();
        predicates.add(first(key, boundaries.get(0), nulls));
        for (int i = 1; i < boundaries.size(); i++) {
            predicates.add(key + " >= " + boundaries.get(i - 1) + " AND " + key + " < " + boundaries.get(i));
        }
        predicates.add(key + " >= " + boundaries.get(boundaries.size() - 1));
        return predicates;
    }

    private static String first(String key, String boundary, Nulls nulls) {
        String below = key + " < " + boundary;
        return nulls == Nulls.NONE ? below : "(" + below + " OR " + key + " IS NULL)";
    }
}
