package io.highwater.common.source.catalog;

import io.highwater.common.history.TableCommit;
import io.highwater.common.source.catalog.TableFacts.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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

    /**
     * Rows written by these commits; empty if one of them does not tell. That nothing was changed or deleted is only known if
     * they are all there ever were.
     */
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
        boolean told = all.updated() + all.deleted() > 0 || reachTheFirst();
        return told ? Optional.of(all) : Optional.empty();
    }

    private boolean reachTheFirst() {
        return !commits.isEmpty() && commits.get(commits.size() - 1).version() == 0;
    }

    private static Optional<Writes> writes(TableCommit commit) {
        var touched = commit.touched();
        String operation = commit.operation().toUpperCase(Locale.ROOT);
        if (touched.added() + touched.replaced() + touched.marked() == 0 || operation.equals("OPTIMIZE")) {
            return Optional.of(new Writes(0, 0, 0));
        }
        if (ADDING.contains(operation)) {
            // Whatever stood there before was replaced.
            boolean replaced = touched.replaced() + touched.marked() > 0;
            return counted(commit, "numOutputRows")
                    .map(rows -> replaced ? new Writes(0, rows, 0) : new Writes(rows, 0, 0));
        }
        return switch (operation) {
            case "MERGE" ->
                counted(commit, "numTargetRowsInserted")
                        .flatMap(inserted -> counted(commit, "numTargetRowsUpdated")
                                .flatMap(updated -> counted(commit, "numTargetRowsDeleted")
                                        .map(deleted -> new Writes(inserted, updated, deleted))));
            case "UPDATE" -> counted(commit, "numUpdatedRows").map(rows -> new Writes(0, rows, 0));
            case "DELETE" -> counted(commit, "numDeletedRows").map(rows -> new Writes(0, 0, rows));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> counted(TableCommit commit, String what) {
        OptionalLong rows = commit.counted(what);
        return rows.isPresent() ? Optional.of(rows.getAsLong()) : Optional.empty();
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
