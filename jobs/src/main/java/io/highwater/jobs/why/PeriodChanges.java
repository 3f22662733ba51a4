package io.highwater.jobs.why;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.RowHistory.Change;
import io.highwater.common.target.RowHistory.Kind;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetSettings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where rows are periods, the rows of one key by their beginnings: a commit does something else to each.
 *
 * @param from the column of the beginning; empty if rows are no periods
 */
record PeriodChanges(Optional<String> from) {
    private static final String PERIODS = "scd2";
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** What the rows of a table are, by what its merges say. */
    static PeriodChanges in(DeltaTarget table, TargetSettings settings) {
        return new PeriodChanges(table.latestTelling(Stamp.HISTORY)
                .filter(merge -> PERIODS.equals(merge.stamp().facts().get(Stamp.HISTORY)))
                .map(merge -> settings.validity().from()));
    }

    /** What a commit did, period by period; the commit itself if rows are no periods, or none of them changed. */
    Stream<Change> of(Change change) {
        Set<String> beginnings = new TreeSet<>(BY_NUMBER);
        Stream.of(change.before(), change.after())
                .flatMap(List::stream)
                .forEach(row -> beginning(row).ifPresent(beginnings::add));
        return beginnings.isEmpty() || change.kind() == Kind.REWRITTEN
                ? Stream.of(change)
                : beginnings.stream().flatMap(beginning -> of(change, beginning));
    }

    private Stream<Change> of(Change change, String beginning) {
        List<Map<String, Optional<String>>> before = of(change.before(), beginning);
        List<Map<String, Optional<String>>> after = of(change.after(), beginning);
        if (allFilled(before).equals(allFilled(after))) {
            return Stream.of();
        }
        Kind kind = before.isEmpty()
                ? either(change, Kind.WRITTEN, Kind.INSERTED)
                : after.isEmpty() ? either(change, Kind.REPLACED, Kind.DELETED) : Kind.UPDATED;
        return Stream.of(
                new Change(change.version(), change.at(), change.operation(), change.stamp(), kind, before, after));
    }

    private static Kind either(Change change, Kind one, Kind other) {
        return change.kind() == one ? one : other;
    }

    /** The beginning of the period that a change is about. */
    Optional<String> beginning(Change change) {
        return Stream.of(change.after(), change.before())
                .flatMap(List::stream)
                .findFirst()
                .flatMap(this::beginning);
    }

    private Optional<String> beginning(Map<String, Optional<String>> row) {
        return from.flatMap(column -> row.getOrDefault(column, Optional.empty()));
    }

    private List<Map<String, Optional<String>>> of(List<Map<String, Optional<String>>> rows, String beginning) {
        return rows.stream()
                .filter(row -> beginning(row).filter(beginning::equals).isPresent())
                .toList();
    }

    private static List<Map<String, Optional<String>>> allFilled(List<Map<String, Optional<String>>> rows) {
        return rows.stream().map(PeriodChanges::filled).toList();
    }

    /** A column that a version did not have is as good as one that was NULL. */
    private static Map<String, Optional<String>> filled(Map<String, Optional<String>> row) {
        Map<String, Optional<String>> filled = new HashMap<>(row);
        filled.values().removeIf(Optional::isEmpty);
        return filled;
    }
}
