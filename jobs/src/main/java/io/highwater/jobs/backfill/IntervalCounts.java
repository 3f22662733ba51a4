package io.highwater.jobs.backfill;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.highwater.common.time.Window;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows by interval, counted in one pass: by cells of a grid on which all bounds lie, which are then added up. Rows outside of
 * all intervals are left out.
 *
 * @param rows how many rows each interval has, in the order of intervals
 * @param bad intervals that have rows which meet a condition
 */
record IntervalCounts(List<Long> rows, List<Window> bad) {
    private static final String CELL = "hw_cell";
    private static final String ROWS = "hw_rows";
    private static final String BAD = "hw_bad";

    IntervalCounts {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Counts.
     *
     * @param position of a row, a whole number
     * @param suspect a condition on rows, never null
     * @param intervals in order, without overlap; at least one
     */
    static IntervalCounts of(Dataset<Row> rows, Column position, Column suspect, List<Window> intervals) {
        long first = intervals.get(0).from().orElseThrow();
        Column above = position.minus(lit(first));
        Column cell = above.minus(pmod(above, lit(grid(intervals)))).as(CELL);
        List<Row> cells = rows.groupBy(cell)
                .agg(count(lit(1)).as(ROWS), count_if(suspect).as(BAD))
                .collectAsList();
        return added(cells, first, intervals);
    }

    private static IntervalCounts added(List<Row> cells, long first, List<Window> intervals) {
        TreeMap<Long, Integer> byBegin = new TreeMap<>();
        for (int i = 0; i < intervals.size(); i++) {
            byBegin.put(intervals.get(i).from().orElseThrow(), i);
        }
        long[] rows = new long[intervals.size()];
        long[] bad = new long[intervals.size()];
        for (Row cell : cells) {
            int interval = cell.isNullAt(0) ? -1 : interval(first + cell.getLong(0), byBegin, intervals);
            if (interval >= 0) {
                rows[interval] += cell.getLong(1);
                bad[interval] += cell.getLong(2);
            }
        }
        List<Long> counts = new ArrayList<>();
        List<Window> suspects = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            counts.add(rows[i]);
            if (bad[i] > 0) {
                suspects.add(intervals.get(i));
            }
        }
        return new IntervalCounts(counts, suspects);
    }

    private static int interval(long position, TreeMap<Long, Integer> byBegin, List<Window> intervals) {
        Map.Entry<Long, Integer> candidate = byBegin.floorEntry(position);
        return candidate != null
                        && position < intervals.get(candidate.getValue()).to()
                ? candidate.getValue()
                : -1;
    }

    /** The greatest step from the first bound by which every bound is met. */
    private static long grid(List<Window> intervals) {
        long first = intervals.get(0).from().orElseThrow();
        BigInteger grid = BigInteger.ZERO;
        for (Window interval : intervals) {
            grid = grid.gcd(BigInteger.valueOf(interval.from().orElseThrow() - first))
                    .gcd(BigInteger.valueOf(interval.to() - first));
        }
        return grid.longValueExact();
    }
}
