package io.highwater.jobs.prove;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.CursorColumns;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ranges of a cursor that hold about as many rows of the target each.
 *
 * @param boundaries positions between the ranges, ascending
 * @param whole what is compared
 * @param withoutCursor rows of the target that have no cursor
 */
record Ranges(String cursor, CursorType type, List<Long> boundaries, Window whole, long withoutCursor) {
    /** The range of rows that have no cursor. */
    static final int WITHOUT_CURSOR = -1;

    private static final int MOST = 64;
    /** A range of fewer rows is not worth being one. */
    private static final long LEAST_ROWS = 100;

    private static final int ACCURACY = 1000;

    Ranges {
        boundaries = List.copyOf(boundaries);
    }

    /** Ranges fit for the rows of a target, so many. Reads its cursor. */
    static Ranges of(Dataset<Row> target, long rows, String cursor, CursorType type, Window whole) {
        int number = (int) Math.max(2, Math.min(MOST, rows / LEAST_ROWS));
        Column[] shares = IntStream.range(1, number)
                .mapToObj(i -> lit((double) i / number))
                .toArray(Column[]::new);
        Column position = CursorColumns.position(cursor, type);
        Row row = target.agg(percentile_approx(position, array(shares), lit(ACCURACY)), count_if(position.isNull()))
                .head();
        Set<Long> boundaries = new TreeSet<>();
        if (!row.isNullAt(0)) {
            boundaries.addAll(row.<Long>getList(0));
        }
        boundaries.removeIf(
                boundary -> boundary >= whole.to() || boundary <= whole.from().orElse(Long.MIN_VALUE));
        return new Ranges(cursor, type, List.copyOf(boundaries), whole, row.getLong(1));
    }

    int size() {
        return boundaries.size() + 1;
    }

    /** The number of the range a row is in. */
    Column number() {
        Column position = CursorColumns.position(cursor, type);
        Column number = lit(0);
        for (long boundary : boundaries) {
            number = number.plus(when(position.geq(boundary), 1).otherwise(0));
        }
        return when(position.isNull(), WITHOUT_CURSOR).otherwise(number);
    }

    /** What is not compared, below and above; the latter first. */
    List<Window> others() {
        List<Window> others = new ArrayList<>();
        if (whole.to() < type.last()) {
            others.add(Window.between(whole.to(), type.last()));
        }
        whole.from().ifPresent(from -> others.add(Window.until(from)));
        return others;
    }

    /** The windows of some ranges, neighbours joined; one that holds no row if only rows without a cursor are meant. */
    List<Window> windows(Set<Integer> numbers) {
        List<Window> cut = whole.cutAt(boundaries);
        List<Window> joined = new ArrayList<>();
        for (int number : new TreeSet<>(numbers)) {
            if (number == WITHOUT_CURSOR) {
                continue;
            }
            Window next = cut.get(number);
            int last = joined.size() - 1;
            boolean touches = last >= 0
                    && next.from().isPresent()
                    && joined.get(last).to() == next.from().getAsLong();
            if (touches) {
                joined.set(last, new Window(joined.get(last).from(), next.to()));
            } else {
                joined.add(next);
            }
        }
        return joined.isEmpty() ? List.of(Window.between(whole.to(), whole.to())) : joined;
    }

    /** True for rows that are compared. */
    Column compared() {
        return coalesce(CursorColumns.inside(whole, cursor, type), lit(true));
    }
}
