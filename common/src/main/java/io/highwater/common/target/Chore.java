package io.highwater.common.target;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Something to do for a table's sake that changes no row, found to be due.
 *
 * @param plan what it would do and why, a sentence fragment
 * @param work does it, and says what was done
 */
public record Chore(String plan, Function<Stamp, String> work) {
    private static final long MANY = 500;

    /** Files that are worth writing anew. */
    public static Optional<Chore> compaction(DeltaTarget table, UpkeepSettings settings, String job, List<String> key) {
        return Compaction.due(table, settings, job, key)
                .map(due -> new Chore(
                        String.format(
                                "would write %,d files anew, with %,d deleted rows in them",
                                due.files(), due.deletedRows()),
                        stamp -> told(table, due.run(stamp))));
    }

    /** Files that nothing needs any more. */
    public static Optional<Chore> vacuum(DeltaTarget table, UpkeepSettings settings, Instant now) {
        return Vacuum.due(table, settings, now).map(due -> vacuum(table, due));
    }

    /** The same of a table of the state, once they are many. */
    public static Optional<Chore> vacuumOfState(DeltaTarget table, Instant now) {
        return Vacuum.ofMany(table, MANY, now).map(due -> vacuum(table, due));
    }

    private static Chore vacuum(DeltaTarget table, Vacuum due) {
        return new Chore(
                String.format(
                        "would delete %,d files that no version needs which is kept, %.1f MB: %s",
                        due.files(), due.bytes() / 1e6, due.why()),
                stamp -> told(table, due.run(stamp)));
    }

    /** Properties that are not as configured. */
    public static Optional<Chore> logSettings(DeltaTarget table, UpkeepSettings settings) {
        return LogSettings.due(table, settings.keeping())
                .map(due -> new Chore(
                        "would set " + words(due.changes()),
                        stamp -> words(due.changes()) + " in " + table.address() + ", version " + due.run(stamp)));
    }

    private static String words(Map<String, String> changes) {
        return String.join(
                ", ",
                new TreeMap<>(changes)
                        .entrySet().stream()
                                .map(change -> change.getKey() + " = '" + change.getValue() + "'")
                                .toList());
    }

    private static String told(DeltaTarget table, Compaction.Result done) {
        return String.format(
                "%,d files of %s are %,d now, version %d, %.1f MB written",
                done.filesBefore(), table.address(), done.filesAfter(), done.version(), done.bytes() / 1e6);
    }

    private static String told(DeltaTarget table, Vacuum.Result done) {
        return String.format(
                "%,d files of %s that no version needs are deleted, %.1f MB",
                done.files(), table.address(), done.bytes() / 1e6);
    }
}
