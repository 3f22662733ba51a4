package io.highwater.common.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Boxes in columns, each right of all it waits for. A line that passes a column has a place there, as a box has, so that it
 * runs between boxes and not behind them.
 */
final class Columns {
    private static final int SWEEPS = 6;

    /** The names in each column, from top to bottom. */
    private final TreeMap<Integer, List<String>> places = new TreeMap<>();

    private final Map<Line, List<String>> passed = new LinkedHashMap<>();
    private final Map<String, List<String>> left = new HashMap<>();
    private final Map<String, List<String>> right = new HashMap<>();

    /** From a box to one that waits for it. */
    record Line(String from, String to) {}

    Columns(Boxes boxes) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        boxes.tied().forEach(name -> column(name, boxes, columns));
        columns.forEach((name, column) -> place(name, column));
        columns.keySet().forEach(name -> boxes.after(name).forEach(other -> tie(name, other, columns)));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            sort(sweep % 2 == 0);
        }
    }

    int count() {
        return places.size();
    }

    /** Places in the fullest column. */
    int rows() {
        return places.values().stream().mapToInt(List::size).max().orElse(0);
    }

    int column(String name) {
        return places.entrySet().stream()
                .filter(column -> column.getValue().contains(name))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    int row(String name) {
        return places.get(column(name)).indexOf(name);
    }

    /** Every line, and the places that it passes, from left to right. */
    Map<Line, List<String>> lines() {
        return passed;
    }

    /** The longest way to a box from one that waits for none. */
    private static int column(String name, Boxes boxes, Map<String, Integer> known) {
        Integer column = known.get(name);
        if (column == null) {
            column = boxes.before(name).stream()
                    .mapToInt(other -> column(other, boxes, known) + 1)
                    .max()
                    .orElse(0);
            known.put(name, column);
        }
        return column;
    }

    private void tie(String from, String to, Map<String, Integer> columns) {
        List<String> passes = new ArrayList<>();
        String last = from;
        for (int column = columns.get(from) + 1; column < columns.get(to); column++) {
            String place = from + " > " + to + " @ " + column;
            place(place, column);
            passes.add(place);
            join(last, place);
            last = place;
        }
        join(last, to);
        passed.put(new Line(from, to), passes);
    }

    private void place(String name, int column) {
        places.computeIfAbsent(column, unseen -> new ArrayList<>()).add(name);
    }

    private void join(String one, String other) {
        right.computeIfAbsent(one, unseen -> new ArrayList<>()).add(other);
        left.computeIfAbsent(other, unseen -> new ArrayList<>()).add(one);
    }

    /** Each column by the middle of its places' neighbours in the column before, or after. */
    private void sort(boolean forwards) {
        Map<String, Integer> rows = new HashMap<>();
        for (List<String> names : (forwards ? places : places.descendingMap()).values()) {
            Map<String, Double> middles = new HashMap<>();
            for (int row = 0; row < names.size(); row++) {
                middles.put(
                        names.get(row),
                        (forwards ? left : right)
                                .getOrDefault(names.get(row), List.of()).stream()
                                        .mapToInt(rows::get)
                                        .average()
                                        .orElse(row));
            }
            names.sort(Comparator.comparing(middles::get));
            for (int row = 0; row < names.size(); row++) {
                rows.put(names.get(row), row);
            }
        }
    }
}
