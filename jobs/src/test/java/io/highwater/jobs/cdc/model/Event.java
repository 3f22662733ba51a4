package io.highwater.jobs.cdc.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One change as the source wrote it.
 *
 * @param key null for a truncate, which concerns every key
 * @param row the available columns without the key; values may be null; empty unless an upsert
 * @param unavailable columns that have a value the source did not send
 */
public record Event(String key, Op op, long sequence, Map<String, Object> row, Set<String> unavailable) {
    /** In the order in which they count where they share a sequence. */
    public enum Op {
        TRUNCATE,
        DELETE,
        UPSERT
    }

    public Event {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        unavailable = Collections.unmodifiableSet(new LinkedHashSet<>(unavailable));
        require((op == Op.TRUNCATE) == (key == null), "A truncate, and nothing else, has no key: " + op + " " + key);
        require(
                op == Op.UPSERT || (row.isEmpty() && unavailable.isEmpty()),
                "Only an upsert has columns: " + op + " " + key + " at " + sequence);
        require(
                Collections.disjoint(row.keySet(), unavailable),
                "A column is available or it is not: " + key + " at " + sequence);
    }

    public static Event upsert(String key, long sequence, Map<String, Object> row) {
        return new Event(key, Op.UPSERT, sequence, row, Set.of());
    }

    public static Event upsert(String key, long sequence, Map<String, Object> row, Set<String> unavailable) {
        return new Event(key, Op.UPSERT, sequence, row, unavailable);
    }

    public static Event delete(String key, long sequence) {
        return new Event(key, Op.DELETE, sequence, Map.of(), Set.of());
    }

    public static Event truncate(long sequence) {
        return new Event(null, Op.TRUNCATE, sequence, Map.of(), Set.of());
    }

    /** Every column an event of the feed names, available or not. */
    public static Set<String> columnsOf(Collection<Event> events) {
        Set<String> columns = new LinkedHashSet<>();
        for (Event event : events) {
            columns.addAll(event.row.keySet());
            columns.addAll(event.unavailable);
        }
        return columns;
    }

    Event readingNullsAs(Nulls nulls) {
        return nulls == Nulls.VALUES ? this : nullsUnavailable();
    }

    private Event nullsUnavailable() {
        Map<String, Object> known = new LinkedHashMap<>(row);
        known.values().removeIf(value -> value == null);
        Set<String> unknown = new LinkedHashSet<>(row.keySet());
        unknown.removeAll(known.keySet());
        unknown.addAll(unavailable);
        return new Event(key, op, sequence, known, unknown);
    }

    /** One event in the place of two of one key and sequence, each of which may lack what the other has. */
    Event completedBy(Event other) {
        Map<String, Object> known = new LinkedHashMap<>(row);
        other.row.forEach((column, value) -> {
            if (known.containsKey(column) && !Objects.equals(known.get(column), value)) {
                throw new IllegalArgumentException("No rule says which of two events wins: " + this + " and " + other);
            }
            known.put(column, value);
        });
        Set<String> unknown = new LinkedHashSet<>(unavailable);
        unknown.addAll(other.unavailable);
        unknown.removeAll(known.keySet());
        return new Event(key, op, sequence, known, unknown);
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new IllegalArgumentException(message);
        }
    }
}
