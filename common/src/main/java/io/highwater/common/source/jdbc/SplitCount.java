package io.highwater.common.source.jdbc;

import java.util.OptionalLong;

/** How many splits a relation is worth. */
final class SplitCount {
    private static final long ROWS_PER_SPLIT = 1_000_000;
    private static final long BYTES_PER_SPLIT = 128L << 20;
    private static final long SMALL = 100_000;

    private SplitCount() {}

    /** The user's number, or one by size; at least 1, at most what the user allows. */
    static int of(Scan scan, OptionalLong rows, OptionalLong bytes) {
        int wanted =
                scan.splitting().number().orElseGet(() -> bySize(rows.orElse(0), bytes.orElse(0), scan.parallelism()));
        return Math.min(wanted, scan.splitting().most());
    }

    private static int bySize(long rows, long bytes, int parallelism) {
        long splits = Math.max(ceiling(rows, ROWS_PER_SPLIT), ceiling(bytes, BYTES_PER_SPLIT));
        long atLeast = rows > SMALL ? parallelism : 1;
        return (int) Math.min(Math.max(splits, atLeast), Integer.MAX_VALUE);
    }

    private static long ceiling(long amount, long each) {
        return (amount + each - 1) / each;
    }
}
