package io.highwater.common.source.catalog;

import io.highwater.common.history.TableCommit;
import io.highwater.common.source.catalog.TableFacts.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the newest commits of a Delta table tell of how it is written to.
 *
 * @param commits newest first
 */
record DeltaPast(List<TableCommit> commits) {
    private static final Set<String> ADDING = Set.of(
            "WRITE", "STREAMING UPDATE", "CREATE TABLE AS SELECT", "COPY INTO", "CREATE OR REPLACE TABLE AS SELECT");
    private static final String NAME = "(?:\\w+\\.)?(?:`([^`]+)`|(\\w+))(?:#\\d+L?)?";
    private static final Pattern EQUAL = Pattern.compile("\\(*" + NAME + " (?:=|<=>) " + NAME + "\\)*");

    /** By which columns a version was merged. */
    record Key(long version, List<String> columns) {}

    /** Rows written by these commits; empty if one of them does not tell. */
    Optional<Writes> writes() {
        Writes all = new Writes(0, 0, 0);
        for (TableCommit commit : commits) {
            Optional<Writes> writes = writes(commit);
            if (writes.isEmpty()) {
                return Optional.empty();
            }
            all = new Writes(
                    all.inserted() + writes.get().inserted(),
                    all.updated() + writes.get().updated(),
                    all.deleted() + writes.get().deleted());
        }
        return commits.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static Optional<Writes> writes(TableCommit commit) {
        var touched = commit.touched();
        String operation = commit.operation().toUpperCase(Locale.ROOT);
        if (touched.added() + touched.replaced() + touched.marked() == 0 || operation.equals("OPTIMIZE")) {
            return Optional.of(new Writes(0, 0, 0));
        }
        if (ADDING.contains(operation)) {
            long rows = commit.counted("numOutputRows").orElse(0);
            // Whatever stood there before was replaced.
            boolean replaced = touched.replaced() + touched.marked() > 0;
            return Optional.of(replaced ? new Writes(0, rows, 0) : new Writes(rows, 0, 0));
        }
        return switch (operation) {
            case "MERGE" ->
                Optional.of(new Writes(
                        commit.counted("numTargetRowsInserted").orElse(0),
                        commit.counted("numTargetRowsUpdated").orElse(0),
                        commit.counted("numTargetRowsDeleted").orElse(0)));
            case "UPDATE" ->
                Optional.of(new Writes(0, commit.counted("numUpdatedRows").orElse(0), 0));
            case "DELETE" ->
                Optional.of(new Writes(0, 0, commit.counted("numDeletedRows").orElse(0)));
            default -> Optional.empty();
        };
    }

    /** The columns that the newest merge found rows by, if all of its condition is that these are equal. */
    Optional<Key> key(List<String> columns) {
        return commits.stream()
                .filter(commit -> commit.operation().equals("MERGE"))
                .findFirst()
                .flatMap(commit -> key(commit, columns));
    }

    private static Optional<Key> key(TableCommit commit, List<String> columns) {
        String condition = commit.parameters()
                .getOrDefault("predicate", "")
                .replaceAll("^\\[\"|\"]$", "")
                .replace("\\\"", "\"");
        List<String> key = new ArrayList<>();
        for (String part : condition.split(" AND ")) {
            Matcher equal = EQUAL.matcher(part.strip());
            if (!equal.matches() || !name(equal, 1).equals(name(equal, 3)) || !columns.contains(name(equal, 1))) {
                return Optional.empty();
            }
            key.add(name(equal, 1));
        }
        return Optional.of(new Key(commit.version(), key));
    }

    private static String name(Matcher equal, int group) {
        return equal.group(group) == null ? equal.group(group + 1) : equal.group(group);
    }
}
