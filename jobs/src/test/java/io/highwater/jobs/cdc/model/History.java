package io.highwater.jobs.cdc.model;

import io.highwater.jobs.cdc.model.Event.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happened to each key, whatever the order and the repetitions of the delivery: its own events and every truncate,
 * by sequence, and at one sequence truncate, delete, upsert.
 */
record History(Set<String> columns, Map<String, List<Event>> byKey) {
    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::sequence).thenComparing(Event::op);

    static History of(Collection<Event> feed, Nulls nulls) {
        Set<Event> events = new HashSet<>();
        feed.forEach(event -> events.add(event.readingNullsAs(nulls)));
        return new History(Event.columnsOf(feed), byKey(events));
    }

    private static Map<String, List<Event>> byKey(Set<Event> events) {
        Map<String, List<Event>> byKey = new TreeMap<>();
        List<Event> truncates = new ArrayList<>();
        for (Event event : events) {
            if (event.op() == Op.TRUNCATE) {
                truncates.add(event);
            } else {
                byKey.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event);
            }
        }
        byKey.replaceAll((key, own) -> ordered(own, truncates));
        return byKey;
    }

    /** Upserts of one sequence are one event. */
    private static List<Event> ordered(List<Event> own, List<Event> truncates) {
        List<Event> sorted = new ArrayList<>(own);
        sorted.addAll(truncates);
        sorted.sort(ORDER);
        List<Event> ordered = new ArrayList<>();
        for (Event event : sorted) {
            int last = ordered.size() - 1;
            if (last >= 0 && ORDER.compare(ordered.get(last), event) == 0) {
                ordered.set(last, ordered.get(last).completedBy(event));
            } else {
                ordered.add(event);
            }
        }
        return ordered;
    }

    /** The row after an upsert: what it does not bring stays, and is null where there was no row. */
    Map<String, Object> updated(Map<String, Object> before, Event upsert) {
        Map<String, Object> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column, before.get(column)));
        row.putAll(upsert.row());
        return row;
    }
}
