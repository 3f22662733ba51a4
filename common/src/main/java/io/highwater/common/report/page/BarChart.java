package io.highwater.common.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Numbers as bars, on a plain of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param bars from left to right
 * @param latest the last number, in words
 * @param most the greatest number, in words
 */
public record BarChart(List<Bar> bars, String latest, String most) {
    /** The plain's width. */
    public static final int WIDTH = 120;
    /** The plain's height. */
    public static final int HEIGHT = 28;

    private static final int SLOTS = 24;
    private static final double SLOT = (double) WIDTH / SLOTS;

    public BarChart {
        bars = List.copyOf(bars);
    }

    /** One number, and when. */
    public record Bar(double x, double y, double width, double height, String title) {}

    /**
     * The last few of some numbers.
     *
     * @param from the earlier ones first
     * @param words how a number is written
     * @param title what a bar is about
     */
    static <T> BarChart of(
            List<T> from,
            ToLongFunction<T> number,
            LongFunction<String> words,
            java.util.function.Function<T, String> title) {
        List<T> shown = from.subList(Math.max(0, from.size() - SLOTS), from.size());
        long most = shown.stream().mapToLong(number).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        int slot = 0;
        for (T each : shown) {
            long value = number.applyAsLong(each);
            double height = most == 0 || value == 0 ? 0 : Math.max(1.5, (double) HEIGHT * value / most);
            bars.add(new Bar(
                    slot++ * SLOT, HEIGHT - height, SLOT - 1, height, words.apply(value) + ", " + title.apply(each)));
        }
        String latest = shown.isEmpty() ? "" : words.apply(number.applyAsLong(shown.get(shown.size() - 1)));
        return new BarChart(bars, latest, words.apply(most));
    }

    /** Whether there is anything to see. */
    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.height() == 0);
    }
}
