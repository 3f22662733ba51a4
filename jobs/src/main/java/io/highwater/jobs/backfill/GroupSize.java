package io.highwater.jobs.backfill;

import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * How many neighbouring intervals are loaded in one go, by how many rows the last ones turned out to hold. What the source
 * expects of the next ones keeps it from taking too many; of a source that expects nothing it takes more by steps, because
 * intervals that held few say little of those to come.
 */
final class GroupSize {
    private static final int GROWTH = 16;
    private static final int MOST = 5_000;
    private static final int TOLERANCE = 2;
    /** Fewer rows than this are not worth being shared between workers. */
    private static final long SMALL = 500_000;

    private final long wantedRows;
    private int largest = 1;
    private double rowsEach = -1;

    /** @param wantedRows about how many rows a group may have */
    GroupSize(long wantedRows) {
        this.wantedRows = wantedRows;
    }

    /**
     * Takes note of a group that was loaded.
     *
     * @param size its intervals
     */
    void learn(long rows, int size) {
        double each = (double) rows / size;
        // Many rows are believed at once, few only by and by.
        rowsEach = Math.max(each, rowsEach < 0 ? each : (rowsEach + each) / 2);
        largest = Math.max(largest, size);
    }

    /**
     * How many intervals the next group may have.
     *
     * @param left how many are left
     * @param workers between how many they are to be shared
     * @param estimate how many rows the source expects in so many of the next intervals
     */
    int next(int left, int workers, IntFunction<OptionalLong> estimate) {
        if (rowsEach < 0) {
            return 1;
        }
        long byRows = Math.max(1, Math.round(wantedRows / Math.max(rowsEach, 1)));
        long small = Math.max(1, Math.round(Math.min(SMALL, wantedRows) / Math.max(rowsEach, 1)));
        long share = Math.max(small, (left + workers - 1L) / workers);
        int size = (int) Math.min(Math.min(byRows, share), Math.min(left, MOST));
        OptionalLong expected = estimate.apply(size);
        if (expected.isEmpty()) {
            return Math.min(size, largest * GROWTH);
        }
        while (size > 1 && expected.getAsLong() > wantedRows * TOLERANCE) {
            size = (size + 1) / 2;
            expected = estimate.apply(size);
        }
        return size;
    }

    /** How many rows so many intervals are expected to hold. */
    long expected(int intervals) {
        return Math.round(Math.max(rowsEach, 0) * intervals);
    }
}
