package io.highwater.common.time;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A half-open range of a cursor's positions: a position that ends one window begins the next, so that neighbours share no
 * row and leave none out.
 *
 * @param from the first position inside; empty for everything below {@code to}
 * @param to the first position outside
 */
public record Window(OptionalLong from, long to) {
    public Window {
        if (from.isPresent() && from.getAsLong() > to) {
            throw new IllegalArgumentException(
                    "A window must not end before it begins, cannot be: " + from + " to " + to);
        }
    }

    /** Everything below a position. */
    public static Window until(long to) {
        return new Window(OptionalLong.empty(), to);
    }

    /** From one position to another. */
    public static Window between(long from, long to) {
        return new Window(OptionalLong.of(from), to);
    }

    /** True if no position is inside. */
    public boolean isEmpty() {
        return from.isPresent() && from.getAsLong() == to;
    }

    /**
     * The same positions in several windows, in order.
     *
     * @param cuts positions to cut at, ascending; those outside are left out
     */
    public List<Window> cutAt(List<Long> cuts) {
        List<Window> windows = new ArrayList<>();
        OptionalLong begin = from;
        for (long cut : cuts) {
            if (cut < to && (begin.isEmpty() || cut > begin.getAsLong())) {
                windows.add(new Window(begin, cut));
                begin = OptionalLong.of(cut);
            }
        }
        windows.add(new Window(begin, to));
        return windows;
    }

    /** The window in the words of its type. */
    public String describe(CursorType type) {
        String end = type.text(to);
        return from.isPresent()
                ? "from " + type.text(from.getAsLong()) + " to before " + end
                : "everything before " + end;
    }
}
