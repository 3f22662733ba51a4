package io.highwater.jobs.why;

import io.highwater.common.target.RowHistory.Change;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a commit did to a row, in words.
 *
 * @param change the commit
 * @param did what it did
 * @param period with what the period began that it did it to, where rows are periods
 * @param sequence the sequence of the event that decided, if the table has one
 * @param columns what the columns were and what they became, of those that changed; NULL and missing are empty
 */
record Deed(
        Change change, String did, Optional<String> period, Optional<String> sequence, Map<String, Values> columns) {
    private static final String SEQUENCE = "_sequence";
    private static final Set<String> OURS = Set.of(SEQUENCE, "_fold");

    /** A column before and after. */
    record Values(Optional<String> before, Optional<String> after) {}

    /**
     * Reads it from a commit.
     *
     * @param period with what the period began, where rows are periods
     * @param marks where the table says that a row is deleted
     * @param remembered deletions of the row
     */
    static Deed of(Change change, Optional<String> period, SoftDelete marks, List<RememberedDeletion> remembered) {
        List<Map<String, Optional<String>>> gone = without(change.before(), change.after());
        List<Map<String, Optional<String>>> come = without(change.after(), change.before());
        Map<String, Optional<String>> before = gone.isEmpty() ? Map.of() : gone.get(0);
        Map<String, Optional<String>> after = come.isEmpty() ? Map.of() : come.get(0);
        Optional<String> sequence = value(come.isEmpty() ? last(change.after()) : after, SEQUENCE)
                .or(() -> remembered.stream()
                        .filter(deletion -> change.after().isEmpty() && deletion.isOf(change))
                        .map(RememberedDeletion::sequence)
                        .findFirst());
        return new Deed(
                change,
                words(change, value(before, marks.column()), value(after, marks.column()))
                        + several(change.before().size(), change.after().size()),
                period,
                sequence,
                change.after().isEmpty() ? Map.of() : differences(before, after));
    }

    /** The batch of a feed that the commit brought in. */
    Optional<String> batch() {
        return change.stamp().map(Stamp::facts).map(facts -> facts.get(Stamp.BATCH));
    }

    /** What was done to the table, in the job's words, or else in Delta's. */
    String operation() {
        return change.stamp().map(Stamp::operation).orElseGet(change::operation);
    }

    private static String words(Change change, Optional<String> markedBefore, Optional<String> markedAfter) {
        boolean marked = markedAfter.isPresent() && markedBefore.isEmpty();
        boolean unmarked = markedBefore.isPresent() && markedAfter.isEmpty();
        return switch (change.kind()) {
            case INSERTED -> marked ? "inserted, marked as deleted" : "inserted";
            case UPDATED -> marked ? "marked as deleted" : unmarked ? "inserted again, no longer deleted" : "updated";
            case REWRITTEN -> "written again, nothing changed";
            case DELETED -> "deleted";
            case WRITTEN -> "written; what was before is not known, files are gone";
            case REPLACED -> "taken out; what came instead is not known, files are gone";
        };
    }

    private static String several(int before, int after) {
        return before > 1 || after > 1 ? " (rows of this key: " + before + " → " + after + ")" : "";
    }

    private static Map<String, Values> differences(
            Map<String, Optional<String>> before, Map<String, Optional<String>> after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        names.removeAll(OURS);
        Map<String, Values> differences = new LinkedHashMap<>();
        for (String name : names) {
            Values values = new Values(value(before, name), value(after, name));
            if (!values.before().equals(values.after())) {
                differences.put(name, values);
            }
        }
        return differences;
    }

    private static List<Map<String, Optional<String>>> without(
            List<Map<String, Optional<String>>> rows, Collection<Map<String, Optional<String>>> others) {
        List<Map<String, Optional<String>>> rest = new ArrayList<>(rows);
        others.forEach(rest::remove);
        return rest;
    }

    private static Map<String, Optional<String>> last(List<Map<String, Optional<String>>> rows) {
        return rows.isEmpty() ? Map.of() : rows.get(rows.size() - 1);
    }

    private static Optional<String> value(Map<String, Optional<String>> row, String column) {
        return row.getOrDefault(column, Optional.empty());
    }
}
