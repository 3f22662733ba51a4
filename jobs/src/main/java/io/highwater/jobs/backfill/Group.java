package io.highwater.jobs.backfill;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Reading;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring intervals that are loaded in one go: read together, and committed together.
 *
 * @param intervals in order, each beginning where the one before ends; at least one
 */
record Group(List<Window> intervals) {
    Group {
        intervals = List.copyOf(intervals);
    }

    /** All positions of it. */
    Window window() {
        return Window.between(
                intervals.get(0).from().orElseThrow(),
                intervals.get(intervals.size() - 1).to());
    }

    int size() {
        return intervals.size();
    }

    /** Two groups of half as many intervals. */
    List<Group> halves() {
        int middle = size() / 2;
        return List.of(new Group(intervals.subList(0, middle)), new Group(intervals.subList(middle, size())));
    }

    /** Each of some intervals alone, and what lies between them together; in order. */
    List<Group> apart(List<Window> guilty) {
        List<Group> groups = new ArrayList<>();
        List<Window> innocent = new ArrayList<>();
        for (Window interval : intervals) {
            if (guilty.contains(interval)) {
                if (!innocent.isEmpty()) {
                    groups.add(new Group(innocent));
                    innocent.clear();
                }
                groups.add(new Group(List.of(interval)));
            } else {
                innocent.add(interval);
            }
        }
        if (!innocent.isEmpty()) {
            groups.add(new Group(innocent));
        }
        return groups;
    }

    /**
     * Opens its rows.
     *
     * @param parts how many parts they are to be read in, none of less than an interval; 0 lets the source balance them
     */
    Reading open(Changes changes, int parts) {
        return parts == 0 || size() == 1
                ? changes.open(window(), Changes.WithoutCursor.LEFT_OUT)
                : changes.open(window(), cuts(parts));
    }

    /**
     * Positions that cut it into parts of about as many intervals each; none if it is to be one part.
     *
     * @param parts how many are wanted
     */
    List<Long> cuts(int parts) {
        List<Long> cuts = new ArrayList<>();
        int wanted = Math.min(parts, size());
        for (int part = 1; part < wanted; part++) {
            cuts.add(intervals.get((int) ((long) part * size() / wanted)).from().orElseThrow());
        }
        return cuts;
    }
}
