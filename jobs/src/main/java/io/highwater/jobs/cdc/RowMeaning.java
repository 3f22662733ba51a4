package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cdc.current.Bookkeeping;
import io.highwater.jobs.cdc.table.OwnColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * What the rows of a table mean: which columns tell them apart, whether they are periods, how a deleted one looks. Every merge
 * says it in its commit. One that takes the rows for something else would bring deleted rows back, or double others.
 *
 * @param key the columns of the key
 * @param history whether the rows are periods, in the configuration's words
 * @param settings how deleted rows are marked, or what the columns of periods are called, in the configuration's words
 * @param tracked the columns of which a change begins a period, all if empty; where rows are no periods there is no such thing
 */
record RowMeaning(List<String> key, String history, String settings, Optional<List<String>> tracked) {
    private static final String SETTINGS = "rows-by";
    private static final String TRACKED = "tracked";

    /** What a commit says of it. */
    Map<String, String> facts() {
        Map<String, String> facts =
                new TreeMap<>(Map.of(Stamp.KEY, String.join(",", key), Stamp.HISTORY, history, SETTINGS, settings));
        tracked.ifPresent(columns -> facts.put(TRACKED, words(columns)));
        return facts;
    }

    /** The same for the same columns. */
    private static String words(List<String> columns) {
        return columns.stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The newest merge into a table, whichever job's it is. Tables that none has come into are not searched for one. */
    static Optional<StampedCommit> lastMerge(DeltaTarget target, TargetSettings settings) {
        return target.live()
                .filter(live -> Stream.of(
                                Bookkeeping.SEQUENCE, settings.validity().from())
                        .anyMatch(name -> has(live.schema(), name)))
                .flatMap(live -> target.latestTelling(Stamp.HISTORY));
    }

    /** Whether a commit says it. */
    static boolean isToldBy(StampedCommit commit) {
        return commit.stamp().facts().containsKey(SETTINGS);
    }

    /** Whether a merge before took the rows for something else. */
    void refuseOther(Map<String, String> former, TargetAddress table) {
        String formerKey = former.get(Stamp.KEY);
        if (formerKey != null && !formerKey.equals(String.join(",", key))) {
            throw refused(
                    table,
                    ": its key was [" + formerKey + "] and is " + key
                            + " now. Rows would be doubled. Use the former key, or another target.");
        }
        refuseOther(table, "highwater.cdc.history = ", history, former.get(Stamp.HISTORY));
        refuseOther(table, "", settings, former.get(SETTINGS));
        tracked.ifPresent(columns -> refuseOtherPeriods(table, words(columns), former.get(TRACKED)));
    }

    private static void refuseOtherPeriods(TargetAddress table, String now, String former) {
        if (former != null && !former.equals(now)) {
            throw refused(
                    table,
                    " with highwater.cdc.track = " + now + ": it was " + former
                            + " before, [] being all columns, and other changes began its periods. Go back to that. To have all"
                            + " periods by other columns, let a job of another name read all events into another target.");
        }
    }

    private static void refuseOther(TargetAddress table, String setting, String now, String former) {
        if (former != null && !former.equalsIgnoreCase(now)) {
            throw refused(
                    table,
                    " with " + setting + now + ": it was " + former
                            + " before, and its rows mean something else then. Go back to that, or use another target.");
        }
    }

    /**
     * Whether the table looks as if its deleted rows were kept in another way, where no commit says it any more.
     *
     * @param feed the columns that the feed has, by their names in the table
     */
    static void refuseOtherLook(DeltaTarget target, OwnColumns own, TargetSettings settings, List<String> feed) {
        String mark = settings.softDelete().column();
        StructType table = target.live().map(DeltaTarget.Live::schema).orElseGet(StructType::new);
        if (!has(table, Bookkeeping.FOLD) || feed.stream().anyMatch(mark::equalsIgnoreCase)) {
            return;
        }
        boolean marks = own.isOurs(mark);
        if (marks != has(table, mark)) {
            throw refused(
                    target.address(),
                    " with " + own.settings() + ": it has " + (marks ? "no column " : "a column ") + mark
                            + ", so that its deleted rows were kept in another way. Go back to that, or use another target.");
        }
    }

    private static boolean has(StructType table, String column) {
        return Arrays.stream(table.fieldNames()).anyMatch(column::equalsIgnoreCase);
    }

    private static UserException refused(TargetAddress table, String why) {
        return new UserException(ExitCode.CONFIGURATION, "Cannot go on merging into " + table + why);
    }
}
