package io.highwater.jobs.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.Outage;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.KeyOverlaps;
import io.highwater.common.time.Window;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
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
    private static final String FIRST = "hw_first";
    private static final String LAST = "hw_last";
    private static final String ROWS = "hw_rows";
    private static final String OURS = "hw_ours";
    /** So many are enough to know what to do next. */
    static final int MOST = 10_000;

    /**
     * A key that is there more than once.
     *
     * @param key its columns, as JSON
     * @param first the first date of its rows
     * @param last the last one, which may be the same
     */
    record Clash(String key, long first, long last) {}

    /**
     * Looks for them.
     *
     * @param loaded intervals that were loaded; one of the rows is in one of these
     */
    List<Clash> of(Collection<Window> loaded) {
        if (loading.key().isEmpty() || loaded.isEmpty()) {
            return List.of();
        }
        try {
            return KeyOverlaps.in(loading.target(), loading.key())
                    .map(rows -> clashes(rows, loaded))
                    .orElse(List.of());
        } catch (Exception failure) {
            // Spark throws exceptions that its methods do not declare.
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Cannot look for keys of several dates in "
                            + loading.target().address() + ": "
                            + Outage.behind(failure)
                                    .<Exception>map(told -> told)
                                    .orElse(failure)
                                    .getMessage()
                            + " What is loaded stays. Run again with --verify, which looks for them too.",
                    failure);
        }
    }

    private List<Clash> clashes(Dataset<Row> rows, Collection<Window> loaded) {
        long first = loaded.stream()
                .mapToLong(window -> window.from().orElseThrow())
                .min()
                .orElseThrow();
        long last = loaded.stream().mapToLong(Window::to).max().orElseThrow();
        Column[] key = loading.key().stream().map(CursorColumns::of).toArray(Column[]::new);
        Column position = CursorColumns.position(loading.targetColumn(), loading.type());
        List<Row> found = rows.select(struct(key).as(KEY), position.as(POSITION))
                .groupBy(KEY)
                .agg(
                        count(lit(1)).as(ROWS),
                        min(POSITION).as(FIRST),
                        max(POSITION).as(LAST),
                        max(col(POSITION).geq(first).and(col(POSITION).lt(last)))
                                .as(OURS))
                .filter(col(ROWS).gt(1).and(col(OURS)))
                .select(to_json(col(KEY)), col(FIRST), col(LAST))
                .limit(MOST)
                .collectAsList();
        return found.stream()
                .map(row -> new Clash(row.getString(0), row.getLong(1), row.getLong(2)))
                .filter(clash -> !intervals(List.of(clash), loaded).isEmpty())
                .toList();
    }

    /** Those of some intervals that hold rows of clashes. */
    static Set<Window> intervals(List<Clash> clashes, Collection<Window> some) {
        NavigableSet<Long> positions = new TreeSet<>();
        clashes.forEach(clash -> positions.addAll(List.of(clash.first(), clash.last())));
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
        String places =
                loading.type().text(one.first()) + " and " + loading.type().text(one.last());
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
