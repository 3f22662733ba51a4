package io.highwater.jobs.backfill;

import io.highwater.common.time.Window;
import io.highwater.jobs.backfill.BackfillSettings.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Intervals that are still to be loaded, handed out in groups of neighbours. */
final class Worklist {
    private final Order order;
    private final Deque<Window> intervals;
    private final Deque<Group> groups = new ArrayDeque<>();

    /** @param intervals in the order of their positions */
    Worklist(List<Window> intervals, Order order) {
        List<Window> ordered = new ArrayList<>(intervals);
        if (order == Order.NEWEST) {
            Collections.reverse(ordered);
        }
        this.order = order;
        this.intervals = new ArrayDeque<>(ordered);
    }

    boolean isEmpty() {
        return intervals.isEmpty() && groups.isEmpty();
    }

    /** Intervals that are left. */
    int size() {
        return intervals.size() + groups.stream().mapToInt(Group::size).sum();
    }

    /** Gives back groups, to be handed out next and as they are. */
    void putBack(List<Group> some) {
        List<Group> reversed = new ArrayList<>(some);
        Collections.reverse(reversed);
        reversed.forEach(groups::addFirst);
    }

    /**
     * The next group.
     *
     * @param most how many intervals it may have, at least 1
     */
    Group take(int most) {
        if (!groups.isEmpty()) {
            return groups.removeFirst();
        }
        Group next = neighbours(most);
        for (int i = 0; i < next.size(); i++) {
            intervals.removeFirst();
        }
        return next;
    }

    /** Whether the next group is one that was put back. */
    boolean isNextPutBack() {
        return !groups.isEmpty();
    }

    /** Up to so many of the intervals that come next, as far as they are neighbours. */
    Group neighbours(int most) {
        List<Window> taken = new ArrayList<>();
        for (Window interval : intervals) {
            if (taken.size() == most || !(taken.isEmpty() || follows(taken.get(taken.size() - 1), interval))) {
                break;
            }
            taken.add(interval);
        }
        if (order == Order.NEWEST) {
            Collections.reverse(taken);
        }
        return new Group(taken);
    }

    /** All that is left. */
    List<Window> rest() {
        List<Window> rest = new ArrayList<>();
        groups.forEach(group -> rest.addAll(group.intervals()));
        rest.addAll(intervals);
        return rest;
    }

    private boolean follows(Window one, Window next) {
        return order == Order.NEWEST
                ? next.to() == one.from().orElseThrow()
                : next.from().orElseThrow() == one.to();
    }
}
