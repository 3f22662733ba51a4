package io.highwater.common.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The whole numbers from one to another, both included.
 *
 * @param least the first
 * @param greatest the last
 */
record ValueRange(long least, long greatest) {
    /**
     * Ranges that hold all of some numbers and leave out the widest gaps between them.
     *
     * @param ascending the numbers, at least one, each once
     * @param most how many ranges there may be
     */
    static List<ValueRange> covering(List<Long> ascending, int most) {
        List<ValueRange> ranges = new ArrayList<>();
        int start = 0;
        for (int end : lastBeforeGap(ascending, most - 1)) {
            ranges.add(new ValueRange(ascending.get(start), ascending.get(end)));
            start = end + 1;
        }
        ranges.add(new ValueRange(ascending.get(start), ascending.get(ascending.size() - 1)));
        return ranges;
    }

    /** Which numbers the widest gaps come after, in order. */
    private static List<Integer> lastBeforeGap(List<Long> ascending, int most) {
        return IntStream.range(0, ascending.size() - 1)
                .boxed()
                .filter(i -> gap(ascending, i) > 0)
                .sorted(Comparator.comparingDouble(i -> -gap(ascending, i)))
                .limit(most)
                .sorted()
                .toList();
    }

    /** How many numbers lie between one and the next, roughly where they are very many. */
    private static double gap(List<Long> ascending, int after) {
        return (double) ascending.get(after + 1) - ascending.get(after) - 1;
    }
}
