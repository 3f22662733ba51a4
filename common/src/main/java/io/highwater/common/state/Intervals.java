package io.highwater.common.state;

import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of each part of a range. Where records are about the same positions the later one holds: also where a range
 * was cut into months once and into days another time.
 */
public final class Intervals {
    private final TreeMap<Long, IntervalRecord> byBegin = new TreeMap<>();

    /** @param records the earlier ones first */
    public static Intervals of(List<IntervalRecord> records) {
        Intervals intervals = new Intervals();
        records.forEach(intervals::put);
        return intervals;
    }

    /** Adds what is known now. */
    public void put(IntervalRecord record) {
        Window window = record.window();
        long from = window.from().orElseThrow();
        cutAt(from);
        cutAt(window.to());
        byBegin.subMap(from, true, window.to(), false).clear();
        byBegin.put(from, record);
    }

    /** Everything that is known, in the order of positions; no two records are about the same. */
    public List<IntervalRecord> all() {
        return List.copyOf(byBegin.values());
    }

    /** What is known of the parts of a window, in order; parts of which nothing is known are left out. */
    public List<IntervalRecord> within(Window window) {
        long from = window.from().orElseThrow();
        List<IntervalRecord> some = new ArrayList<>();
        Map.Entry<Long, IntervalRecord> before = byBegin.lowerEntry(from);
        if (before != null && before.getValue().window().to() > from) {
            some.add(clipped(before.getValue(), window));
        }
        byBegin.subMap(from, true, window.to(), false).values().forEach(record -> some.add(clipped(record, window)));
        return some;
    }

    /** The parts of a window of which nothing is known, or nothing that meets a condition; in order. */
    public List<Window> lacking(Window window, java.util.function.Predicate<IntervalRecord> condition) {
        List<Window> lacking = new ArrayList<>();
        long reached = window.from().orElseThrow();
        for (IntervalRecord record : within(window)) {
            if (condition.test(record)) {
                if (record.window().from().orElseThrow() > reached) {
                    lacking.add(Window.between(reached, record.window().from().orElseThrow()));
                }
                reached = record.window().to();
            }
        }
        if (reached < window.to()) {
            lacking.add(Window.between(reached, window.to()));
        }
        return lacking;
    }

    private static IntervalRecord clipped(IntervalRecord record, Window window) {
        long from = Math.max(record.window().from().orElseThrow(), window.from().orElseThrow());
        long to = Math.min(record.window().to(), window.to());
        return record.within(Window.between(from, to));
    }

    /** Makes two records of one that holds a position in its midst. */
    private void cutAt(long position) {
        Map.Entry<Long, IntervalRecord> around = byBegin.lowerEntry(position);
        if (around != null && around.getValue().window().to() > position) {
            IntervalRecord record = around.getValue();
            byBegin.put(around.getKey(), record.within(Window.between(around.getKey(), position)));
            byBegin.put(
                    position,
                    record.within(Window.between(position, record.window().to())));
        }
    }
}
