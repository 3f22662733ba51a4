package io.highwater.jobs.prove;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares a source with a target: first a count and an order-independent digest per range, one pass over each side; then, row
 * by row, the ranges that differ and no others.
 */
record Comparison(Sides sides, Ranges ranges, List<String> key) {
    private static final String KIND = "kind";

    /** What a range holds. */
    private record Content(long rows, long exclusiveOr, long low, long second) {}

    /** What the first pass found. */
    record Totals(long sourceRows, long targetRows, Set<Integer> differing) {}

    Totals totals() {
        Map<Integer, Content> source = contents(sides.source(List.of(ranges.whole())));
        Map<Integer, Content> target = contents(sides.target().filter(ranges.compared()));
        Set<Integer> differing = new TreeSet<>(source.keySet());
        differing.addAll(target.keySet());
        differing.removeIf(number -> java.util.Objects.equals(source.get(number), target.get(number)));
        return new Totals(rows(source), rows(target), differing);
    }

    /**
     * The rows of some ranges that are not the same on both sides: their key as {@code k0 …} and their {@code kind}, a
     * {@link Difference}.
     */
    Dataset<Row> differences(Set<Integer> differing) {
        Dataset<Row> ours = digested(source(differing), "s");
        Dataset<Row> theirs = digested(
                sides.target().filter(ranges.compared()).filter(ranges.number().isin(differing.toArray())), "t");
        Dataset<Row> joined = ours.join(theirs, sameKey("s", "t"), "full_outer")
                .filter(not(col("s_digest").eqNullSafe(col("t_digest"))));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            columns.add(when(col("t_digest").isNull(), col("s" + i))
                    .otherwise(col("t" + i))
                    .as("k" + i));
        }
        columns.add(when(col("t_digest").isNull(), Difference.MISSING.name())
                .when(col("s_digest").isNull(), Difference.EXTRA.name())
                .otherwise(Difference.DIFFERENT.name())
                .as(KIND));
        return withoutWaiting(joined.select(columns.toArray(Column[]::new)));
    }

    /**
     * A row that the source has changed since is not extra: its new form is not due yet, or lies before all that is compared.
     * Nor is one whose new form was set aside: the target keeps the last good one.
     */
    private Dataset<Row> withoutWaiting(Dataset<Row> differences) {
        Optional<Dataset<Row>> setAside = sides.setAside(ranges.whole());
        List<Window> elsewhere = ranges.others();
        Optional<Dataset<Row>> changed =
                elsewhere.isEmpty() ? Optional.empty() : Optional.of(sides.source(elsewhere, WithoutCursor.INCLUDED));
        return Stream.of(setAside, changed)
                .flatMap(Optional::stream)
                .map(rows -> keys(rows, "w"))
                .reduce(Dataset::unionAll)
                .map(waiting -> differences.join(
                        waiting, col(KIND).equalTo(Difference.EXTRA.name()).and(sameKey("k", "w")), "left_anti"))
                .orElse(differences);
    }

    private Dataset<Row> source(Set<Integer> differing) {
        return sides.source(ranges.windows(differing));
    }

    private Dataset<Row> digested(Dataset<Row> rows, String prefix) {
        List<Column> keys = new ArrayList<>();
        for (String column : key) {
            keys.add(CursorColumns.of(column).as(prefix + keys.size()));
        }
        return Sides.digested(rows, keys).withColumnRenamed("digest", prefix + "_digest");
    }

    private Dataset<Row> keys(Dataset<Row> rows, String prefix) {
        List<Column> keys = new ArrayList<>();
        for (String column : key) {
            keys.add(CursorColumns.of(column).as(prefix + keys.size()));
        }
        return rows.select(keys.toArray(Column[]::new));
    }

    private Column sameKey(String one, String other) {
        Column same = lit(true);
        for (int i = 0; i < key.size(); i++) {
            same = same.and(col(one + i).eqNullSafe(col(other + i)));
        }
        return same;
    }

    private Map<Integer, Content> contents(Dataset<Row> rows) {
        Dataset<Row> digests = Sides.digested(rows, List.of(ranges.number().as("range")));
        Column first = col("digest.first");
        Dataset<Row> figures = digests.groupBy("range")
                .agg(
                        count(lit(1)),
                        bit_xor(first),
                        sum(first.bitwiseAND(0xFFFFFFFFL)),
                        sum(col("digest.second").bitwiseAND(0xFFFFFFFFL)));
        Map<Integer, Content> contents = new HashMap<>();
        try {
            figures.collectAsList()
                    .forEach(row -> contents.put(
                            row.getInt(0),
                            new Content(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
        } catch (Exception failure) {
            throw sides.explain(failure);
        }
        return contents;
    }

    private static long rows(Map<Integer, Content> contents) {
        return contents.values().stream().mapToLong(Content::rows).sum();
    }
}
