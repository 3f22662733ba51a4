package io.highwater.jobs.cdc.model;

import io.highwater.jobs.cdc.model.Event.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a merge that keeps every period of a key must produce, from the set of events alone. */
public final class Scd2Model {
    /**
     * A span in which the tracked columns did not change.
     *
     * @param validFrom the sequence with which it begins
     * @param validTo the sequence with which it no longer holds; null while it does
     * @param row every column of the feed; those not tracked as last known in the period
     */
    public record Period(String key, long validFrom, Long validTo, Map<String, Object> row) {
        private Period closedAt(long sequence) {
            return validTo == null ? new Period(key, validFrom, sequence, row) : this;
        }

        private boolean reaches(long sequence) {
            return validTo == null || validTo == sequence;
        }
    }

    /** What holds of a key from a sequence on; empty: no row. */
    private record State(long sequence, Optional<Map<String, Object>> row) {}

    private Scd2Model() {}

    /** All columns tracked. */
    public static List<Period> periods(Collection<Event> events) {
        return periods(events, Nulls.VALUES);
    }

    /** All columns tracked. */
    public static List<Period> periods(Collection<Event> events, Nulls nulls) {
        return periods(events, Event.columnsOf(events), nulls);
    }

    public static List<Period> periods(Collection<Event> events, Set<String> tracked) {
        return periods(events, tracked, Nulls.VALUES);
    }

    /** By key and then by time. */
    public static List<Period> periods(Collection<Event> events, Set<String> tracked, Nulls nulls) {
        History history = History.of(events, nulls);
        List<Period> periods = new ArrayList<>();
        history.byKey().forEach((key, own) -> periods.addAll(runs(key, states(history, own), tracked)));
        return periods;
    }

    private static List<State> states(History history, List<Event> own) {
        List<State> states = new ArrayList<>();
        Optional<Map<String, Object>> row = Optional.empty();
        for (Event event : withoutReplacedDeletes(own)) {
            row = switch (event.op()) {
                case UPSERT -> Optional.of(history.updated(row.orElse(Map.of()), event));
                case DELETE, TRUNCATE -> Optional.empty();
            };
            states.add(new State(event.sequence(), row));
        }
        return states;
    }

    /** A delete and an upsert at one sequence are an update: the upsert alone counts. */
    private static List<Event> withoutReplacedDeletes(List<Event> own) {
        Set<Long> upserted = new HashSet<>();
        own.stream().filter(event -> event.op() == Op.UPSERT).forEach(event -> upserted.add(event.sequence()));
        return own.stream()
                .filter(event -> event.op() != Op.DELETE || !upserted.contains(event.sequence()))
                .toList();
    }

    private static List<Period> runs(String key, List<State> states, Set<String> tracked) {
        List<Period> periods = new ArrayList<>();
        for (State state : states) {
            Optional<Period> before = last(periods);
            if (before.isPresent() && continues(before.get(), state, tracked)) {
                replaceLast(
                        periods,
                        new Period(
                                key, before.get().validFrom(), null, state.row().orElseThrow()));
            } else {
                before.ifPresent(period -> replaceLast(periods, period.closedAt(state.sequence())));
                state.row().ifPresent(row -> periods.add(new Period(key, state.sequence(), null, row)));
            }
        }
        return periods;
    }

    private static boolean continues(Period before, State state, Set<String> tracked) {
        return before.reaches(state.sequence())
                && state.row().isPresent()
                && tracked.stream()
                        .allMatch(column -> Objects.equals(
                                before.row().get(column), state.row().get().get(column)));
    }

    private static Optional<Period> last(List<Period> periods) {
        return periods.isEmpty() ? Optional.empty() : Optional.of(periods.get(periods.size() - 1));
    }

    private static void replaceLast(List<Period> periods, Period period) {
        periods.set(periods.size() - 1, period);
    }
}
