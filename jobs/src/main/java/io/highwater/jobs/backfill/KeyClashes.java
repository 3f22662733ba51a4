package io.highwater.jobs.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.KeyOverlaps;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds keys that the table has more than once though every interval has them once: a row whose date was changed is in two
 * until both are loaded, and a column that is no key may repeat itself. Of one reading of the keys that can be such, which for
 * keys that grow with the date are none.
 */
record KeyClashes(Loading loading) {
    private static final String KEY = "hw_key";
    private static final String POSITION = "hw_position";
    private static final String ROWS = "hw_rows";
    private static final String OURS = "hw_ours";
    /** So many are enough to know what to do next. */
    static final int MOST = 10_000;

    /**
     * A key that is there more than once.
     *
     * @param key its columns, as JSON
     * @param positions the dates of its rows
     */
    record Clash(String key, List<Long> positions) {}

    /**
     * Looks for them.
     *
     * @param loaded intervals that were loaded; one of the rows is in one of these
     */
    List<Clash> of(Collection<Window> loaded) {
        if (loading.key().isEmpty() || loaded.isEmpty()) {
            return List.of();
        }
        return KeyOverlaps.in(loading.target(), loading.key())
                .map(rows -> clashes(rows, loaded))
                .orElse(List.of());
    }

    private List<Clash> clashes(Dataset<Row> rows, Collection<Window> loaded) {
        long first = loaded.stream().mapToLong(window -> window.from().orElseThrow()).min().orElseThrow();
        long last = loaded.stream().mapToLong(Window::to).max().orElseThrow();
        Column[] key = loading.key().stream().map(CursorColumns::of).toArray(Column[]::new);
        Column position = CursorColumns.position(loading.targetColumn(), loading.type());
        List<Row> found = rows.select(struct(key).as(KEY), position.as(POSITION))
                .groupBy(KEY)
                .agg(
                        count(lit(1)).as(ROWS),
                        collect_list(POSITION).as(POSITION),
                        max(col(POSITION).geq(first).and(col(POSITION).lt(last))).as(OURS))
                .filter(col(ROWS).gt(1).and(col(OURS)))
                .select(to_json(col(KEY)), col(POSITION))
                .limit(MOST)
                .collectAsList();
        List<Clash> clashes = new ArrayList<>();
        found.forEach(row -> clashes.add(new Clash(row.getString(0), row.getList(1))));
        return clashes.stream()
                .filter(clash -> !intervals(List.of(clash), loaded).isEmpty())
                .toList();
    }

    /** Those of some intervals that hold rows of clashes. */
    static Set<Window> intervals(List<Clash> clashes, Collection<Window> some) {
        NavigableSet<Long> positions = new TreeSet<>();
        clashes.forEach(clash -> positions.addAll(clash.positions()));
        Set<Window> holding = new LinkedHashSet<>();
        for (Window window : some) {
            Long first = positions.ceiling(window.from().orElseThrow());
            if (first != null && first < window.to()) {
                holding.add(window);
            }
        }
        return holding;
    }

    /** Why intervals that hold rows of some cannot be left as they are. */
    RefusedException refusal(List<Clash> clashes) {
        Clash one = clashes.get(0);
        String places = one.positions().stream()
                .sorted()
                .map(loading.type()::text)
                .collect(Collectors.joining(" and "));
        return new RefusedException(
                "Intervals of " + loading.target().address()
                        + " are loaded, and share keys with each other or with other dates.",
                List.of(new Refusal(
                        "key-unique",
                        String.format(
                                "%,d keys are in the table more than once, such as %s at %s",
                                clashes.size(), one.key(), places))),
                "The table holds these rows. Correct them in the source, name in highwater.target.key what tells rows apart, or"
                        + " load the other dates too; then run again.");
    }
}
