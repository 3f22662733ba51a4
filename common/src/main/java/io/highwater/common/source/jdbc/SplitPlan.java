package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The splits of a scan.
 *
 * @param key the expression all predicates are about; empty if there is but one split
 * @param splits at least one
 * @param estimatedRows rows of the relation, where known
 * @param notes what planning cost or why there is one split only, a sentence each
 */
record SplitPlan(Optional<String> key, List<Split> splits, OptionalLong estimatedRows, List<String> notes) {
    /** What the one split of an unsplit relation says. */
    static final String EVERYTHING = "1 = 1";

    SplitPlan {
        splits = List.copyOf(splits);
        notes = List.copyOf(notes);
    }

    static SplitPlan one(OptionalLong rows, String... notes) {
        return new SplitPlan(Optional.empty(), List.of(new Split(EVERYTHING, rows)), rows, List.of(notes));
    }

    /** The same plan with one more note. */
    SplitPlan noting(String note) {
        return new SplitPlan(
                key,
                splits,
                estimatedRows,
                Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** The splits of what a condition leaves over, as they are shown to people. */
    List<Split> within(String condition) {
        return splits.stream()
                .map(split -> new Split(
                        split.predicate().equals(EVERYTHING) ? condition : condition + " AND " + split.predicate(),
                        split.estimatedRows()))
                .toList();
    }

    /** The predicates with another name for the key. */
    List<String> predicates(String name) {
        return splits.stream()
                .map(split ->
                        key.map(text -> split.predicate().replace(text, name)).orElse(split.predicate()))
                .toList();
    }

    /** Ranges of a key, of about as many rows each; a single range is no split at all. */
    static SplitPlan ranges(String key, List<String> predicates, OptionalLong rows, String... notes) {
        if (predicates.size() == 1) {
            return one(rows, notes);
        }
        OptionalLong each = rows.isPresent() ? OptionalLong.of(rows.getAsLong() / predicates.size()) : rows;
        List<Split> splits =
                predicates.stream().map(text -> new Split(text, each)).toList();
        return new SplitPlan(Optional.of(key), splits, rows, List.of(notes));
    }
}
