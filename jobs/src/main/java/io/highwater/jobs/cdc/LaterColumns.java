package io.highwater.jobs.cdc;

import io.highwater.common.target.StampedCommit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that came into a table after its first rows. Where a row has NULL in one of them, its event may have had a value
 * that the table did not take then; in any other column the event said NULL.
 *
 * @param names the columns; empty if nobody knows, so that it may be any
 */
record LaterColumns(Optional<Set<String>> names) {
    private static final String FACT = "later-columns";

    /**
     * Finds them.
     *
     * @param merge the newest merge into the table
     * @param table the columns that the table has from the source
     * @param columns those that it will have
     */
    static LaterColumns of(Optional<StampedCommit> merge, StructType table, StructType columns) {
        Optional<String> told = table.length() == 0
                ? Optional.of("")
                : merge.flatMap(
                        commit -> Optional.ofNullable(commit.stamp().facts().get(FACT)));
        List<String> fresh = Arrays.stream(columns.fieldNames())
                .filter(name -> table.length() > 0)
                .filter(name -> Arrays.stream(table.fieldNames()).noneMatch(name::equalsIgnoreCase))
                .toList();
        return new LaterColumns(told.map(
                text -> Stream.concat(words(text), fresh.stream()).collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Stream.of(text.split(",", -1));
    }

    /** What a commit says of it. */
    Map<String, String> facts() {
        return names.map(some -> Map.of(FACT, String.join(",", some))).orElse(Map.of());
    }

    /** Those of a table's columns that may be among them. */
    Set<String> among(StructType columns) {
        return names.orElseGet(() -> Set.of(columns.fieldNames()));
    }
}
