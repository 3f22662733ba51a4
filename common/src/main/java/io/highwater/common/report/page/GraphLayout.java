package io.highwater.common.report.page;

import io.highwater.common.report.Wording;
import io.highwater.common.state.StepRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws a graph of steps, from left to right. */
final class GraphLayout {
    private static final int BOX_WIDTH = 168;
    private static final int BOX_HEIGHT = 42;
    private static final int GAP_X = 56;
    private static final int GAP_Y = 14;
    private static final int MARGIN = 4;
    private static final int LABEL = 22;
    private static final int NAMES = 40;

    private final Function<StepRecord, Tone> tones;
    private final Boxes boxes;
    private final Columns columns;

    private GraphLayout(Function<StepRecord, Tone> tones, Boxes boxes) {
        this.tones = tones;
        this.boxes = boxes;
        this.columns = new Columns(boxes);
    }

    /**
     * @param steps each after those it waits for
     * @param tones how a step stands
     */
    static GraphView of(List<StepRecord> steps, Function<StepRecord, Tone> tones) {
        return new GraphLayout(tones, Boxes.of(steps, tones)).view();
    }

    private GraphView view() {
        return new GraphView(
                Math.max(0, columns.count() * (BOX_WIDTH + GAP_X) - GAP_X) + 2 * MARGIN,
                Math.max(0, columns.rows() * (BOX_HEIGHT + GAP_Y) - GAP_Y) + 2 * MARGIN,
                boxes.tied().stream().map(name -> node(name, x(name), y(name))).toList(),
                columns.lines().entrySet().stream()
                        .map(line -> new GraphView.Edge(
                                path(line.getKey(), line.getValue()),
                                tone(line.getKey().from())))
                        .toList(),
                boxes.alone().stream().map(name -> node(name, 0, 0)).toList());
    }

    private int x(String name) {
        return MARGIN + columns.column(name) * (BOX_WIDTH + GAP_X);
    }

    private int y(String name) {
        return MARGIN + columns.row(name) * (BOX_HEIGHT + GAP_Y);
    }

    private Tone tone(String name) {
        return tones.apply(boxes.steps(name).get(0));
    }

    /** Straight through the places that are passed, and bent between the columns. */
    private String path(Columns.Line line, List<String> passed) {
        StringBuilder path = new StringBuilder();
        int x = x(line.from()) + BOX_WIDTH;
        int y = y(line.from()) + BOX_HEIGHT / 2;
        path.append('M').append(x).append(',').append(y);
        for (String place : passed) {
            bend(path, x, y, place);
            x = x(place) + BOX_WIDTH;
            y = y(place) + BOX_HEIGHT / 2;
            path.append(" L").append(x).append(',').append(y);
        }
        bend(path, x, y, line.to());
        return path.toString();
    }

    private void bend(StringBuilder path, int x, int y, String to) {
        int end = y(to) + BOX_HEIGHT / 2;
        int half = GAP_X / 2;
        path.append(" C").append(x + half).append(',').append(y);
        path.append(' ').append(x(to) - half).append(',').append(end);
        path.append(' ').append(x(to)).append(',').append(end);
    }

    private GraphView.Node node(String name, int x, int y) {
        List<StepRecord> steps = boxes.steps(name);
        StepRecord first = steps.get(0);
        String status = first.status().name().toLowerCase(Locale.ROOT);
        if (steps.size() > 1) {
            String names = steps.stream().limit(NAMES).map(StepRecord::step).collect(Collectors.joining(", "));
            return new GraphView.Node(x, y, Wording.count(steps.size()) + " steps", status, names, tone(name));
        }
        String label = name.length() <= LABEL ? name : name.substring(0, LABEL - 1) + "…";
        String title = name + ": " + status
                + first.reason().map(reason -> ", " + reason).orElse("");
        return new GraphView.Node(x, y, label, status, title, tone(name));
    }
}
