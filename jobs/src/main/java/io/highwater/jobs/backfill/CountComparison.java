package io.highwater.jobs.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.source.CursorColumns;
import io.highwater.common.source.Reading;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.time.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds intervals of which the table does not have as many rows as the source, apart from those that were set aside, by one
 * reading of the date column of each. Rows that changed and kept their date are not found.
 */
record CountComparison(Loading loading) {
    private static final String POSITION = "hw_position";

    /**
     * How many rows an interval has.
     *
     * @param source in the source
     * @param table in the table, and set aside
     */
    record Counts(long source, long table) {}

    /**
     * Compares.
     *
     * @param intervals in order; none is fine
     * @param setAside how many rows of one were set aside
     * @return those that differ, in order
     */
    Map<Window, Counts> differing(List<Window> intervals, ToLongFunction<Window> setAside) {
        Map<Window, Counts> differing = new LinkedHashMap<>();
        if (intervals.isEmpty()) {
            return differing;
        }
        List<Long> source = inSource(intervals);
        List<Long> table = inTable(intervals);
        for (int i = 0; i < intervals.size(); i++) {
            long here = table.get(i) + setAside.applyAsLong(intervals.get(i));
            if (source.get(i) != here) {
                differing.put(intervals.get(i), new Counts(source.get(i), here));
            }
        }
        return differing;
    }

    private List<Long> inSource(List<Window> intervals) {
        Group all = new Group(intervals);
        int tasks = loading.spark().sparkContext().defaultParallelism();
        try (Reading reading = all.open(loading.changes(), tasks)) {
            try {
                return counted(reading.rows(), loading.settings().column(), intervals);
            } catch (Exception failure) {
                throw reading.explain(failure);
            }
        }
    }

    /**
     * How many rows of each interval there are in files.
     *
     * @param rows of the files
     */
    List<Long> inFiles(Dataset<Row> rows, List<Window> intervals) {
        return counted(rows, loading.targetColumn(), intervals);
    }

    /** How many rows of the table each interval has. */
    List<Long> inTable(List<Window> intervals) {
        return loading.target()
                .live()
                .map(DeltaTarget.Live::version)
                .map(version -> counted(
                        loading.target().rowsAt(version).filter(loading.inside(new Group(intervals).window())),
                        loading.targetColumn(),
                        intervals))
                .orElseGet(() -> intervals.stream().map(none -> 0L).toList());
    }

    private List<Long> counted(Dataset<Row> rows, String column, List<Window> intervals) {
        Dataset<Row> positions =
                rows.select(CursorColumns.position(column, loading.type()).as(POSITION));
        return IntervalCounts.of(positions, col(POSITION), lit(false), intervals)
                .rows();
    }
}
