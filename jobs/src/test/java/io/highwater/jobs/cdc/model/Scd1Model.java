package io.highwater.jobs.cdc.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a merge that keeps the latest row must produce, from the set of events alone. */
public final class Scd1Model {
    /** A row with every column of the feed, whether it is flagged, and the sequence of the event that decided it. */
    public record SoftRow(Map<String, Object> row, boolean deleted, long sequence) {}

    private Scd1Model() {}

    public static Map<String, Map<String, Object>> hard(Collection<Event> events) {
        return hard(events, Nulls.VALUES);
    }

    /** Rows by key, each with every column of the feed; deleted and truncated ones are gone. */
    public static Map<String, Map<String, Object>> hard(Collection<Event> events, Nulls nulls) {
        History history = History.of(events, nulls);
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        history.byKey().forEach((key, own) -> hardRow(history, own).ifPresent(row -> rows.put(key, row)));
        return rows;
    }

    private static Optional<Map<String, Object>> hardRow(History history, List<Event> own) {
        Optional<Map<String, Object>> row = Optional.empty();
        for (Event event : own) {
            row = switch (event.op()) {
                case UPSERT -> Optional.of(history.updated(row.orElse(Map.of()), event));
                case DELETE, TRUNCATE -> Optional.empty();
            };
        }
        return row;
    }

    public static Map<String, SoftRow> soft(Collection<Event> events) {
        return soft(events, Nulls.VALUES);
    }

    /** Rows by key, deleted and truncated ones flagged; a key of which only deletes are known has all columns null. */
    public static Map<String, SoftRow> soft(Collection<Event> events, Nulls nulls) {
        History history = History.of(events, nulls);
        Map<String, SoftRow> rows = new TreeMap<>();
        history.byKey().forEach((key, own) -> softRow(history, own).ifPresent(row -> rows.put(key, row)));
        return rows;
    }

    private static Optional<SoftRow> softRow(History history, List<Event> own) {
        Optional<SoftRow> state = Optional.empty();
        for (Event event : own) {
            Map<String, Object> before = state.map(SoftRow::row).orElse(blank(history));
            long sequence = event.sequence();
            state = switch (event.op()) {
                case UPSERT -> Optional.of(new SoftRow(history.updated(before, event), false, sequence));
                case DELETE -> Optional.of(new SoftRow(before, true, sequence));
                case TRUNCATE -> state.map(row -> new SoftRow(row.row(), true, sequence));
            };
        }
        return state;
    }

    private static Map<String, Object> blank(History history) {
        return history.updated(Map.of(), Event.upsert("", 0, Map.of()));
    }
}
