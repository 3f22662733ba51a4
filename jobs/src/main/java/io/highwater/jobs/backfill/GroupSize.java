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
    private static final long SMALL = 1_000_000;
    /** Fewer rows than this are not worth being read in parts. */
    private static final long ROWS_IN_ONE_PART = 200_000;

    private static final long ROWS_PER_PART = 1_000_000;
    private static final int MOST_PARTS = 1_000;

    private final long wantedRows;
    private final long smallFile;
    private int largest = 1;
    private double rowsEach = -1;
    private long rows;
    private long bytes;

    /**
     * Nothing is known yet.
     *
     * @param wantedRows about how many rows a group may have
     * @param smallFile up to how many bytes a file is so small that it would soon be written anew
     */
    GroupSize(long wantedRows, long smallFile) {
        this.wantedRows = wantedRows;
        this.smallFile = smallFile;
    }

    /**
     * Takes note of a group that was loaded.
     *
     * @param held its rows
     * @param written bytes of the files that it became
     * @param size its intervals
     */
    void learn(long held, long written, int size) {
        rows += held;
        bytes += written;
        double each = (double) held / size;
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

    /**
     * In how many parts a group is read and written. While others are loaded beside it, none is made so small that its file
     * would soon be written anew. 0 leaves it to the source, where there are few rows or nothing is known.
     *
     * @param intervals how many the group has
     * @param tasks how many parts can be read at a time
     * @param alone whether nothing else is loaded meanwhile
     */
    int parts(int intervals, int tasks, boolean alone) {
        long expected = Math.round(Math.max(rowsEach, 0) * intervals);
        if (expected <= ROWS_IN_ONE_PART) {
            return 0;
        }
        long parts = Math.min(Math.max(tasks, expected / ROWS_PER_PART), MOST_PARTS);
        long files = Math.round((double) expected * bytes / rows) / smallFile;
        return Math.toIntExact(alone ? parts : Math.max(1, Math.min(parts, files)));
    }
}
