package io.highwater.common.report.page;

import io.highwater.common.report.Wording;
import io.highwater.common.state.Watermark;
import io.highwater.common.state.Watermarks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a target was behind over time, on a plain of {@value #WIDTH} by {@value #HEIGHT}: it grows with the clock and falls
 * with each load.
 *
 * @param job whose target it is
 * @param cursor what its watermark counts
 * @param watermark where it stands
 * @param now how far it is behind, in words
 * @param most how far it ever was behind in the time that is shown, in words
 * @param since where the plain begins
 * @param line the line in SVG's words
 * @param area what lies below it, in SVG's words
 */
public record LagChart(
        String job, String cursor, String watermark, String now, String most, String since, String line, String area) {
    /** The plain's width. */
    public static final int WIDTH = 320;
    /** The plain's height. */
    public static final int HEIGHT = 64;

    private static final int STEPS = 60;

    private record Point(Instant at, Duration lag) {}

    /**
     * The last loads of a job.
     *
     * @param reached where it came to, the earlier ones first
     * @param now when the line ends
     * @return empty if the cursor follows no clock
     */
    static Optional<LagChart> of(Watermark watermark, List<Watermarks.Reached> reached, Instant now) {
        List<Watermarks.Reached> own = reached.stream()
                .filter(step -> step.job().equals(watermark.job())
                        && step.column().equals(watermark.column())
                        && !step.at().isAfter(now))
                .toList();
        List<Point> points = points(watermark, own.subList(Math.max(0, own.size() - STEPS), own.size()), now);
        return points.isEmpty() ? Optional.empty() : Optional.of(drawn(watermark, points));
    }

    /** Before each load the lag is what the load before it left, and the time since. */
    private static List<Point> points(Watermark watermark, List<Watermarks.Reached> steps, Instant now) {
        List<Point> points = new ArrayList<>();
        Optional<String> before = Optional.empty();
        for (Watermarks.Reached step : steps) {
            before.flatMap(text -> watermark.lagAt(step.at(), text))
                    .ifPresent(lag -> points.add(new Point(step.at(), lag)));
            watermark.lagAt(step.at(), step.position()).ifPresent(lag -> points.add(new Point(step.at(), lag)));
            before = Optional.of(step.position());
        }
        before.flatMap(text -> watermark.lagAt(now, text)).ifPresent(lag -> points.add(new Point(now, lag)));
        return points;
    }

    private static LagChart drawn(Watermark watermark, List<Point> points) {
        Instant begin = points.get(0).at();
        Instant end = points.get(points.size() - 1).at();
        double span = Math.max(1, Duration.between(begin, end).toMillis());
        Duration most = points.stream().map(Point::lag).max(Duration::compareTo).orElse(Duration.ZERO);
        double highest = Math.max(1, most.toMillis());
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = WIDTH * Duration.between(begin, point.at()).toMillis() / span;
            double y = HEIGHT - HEIGHT * Math.max(0, point.lag().toMillis()) / highest;
            line.append(String.format(Locale.ROOT, "%s%.1f,%.1f", line.isEmpty() ? "M" : " L", x, y));
        }
        String path = line.toString();
        return new LagChart(
                watermark.job(),
                watermark.column(),
                watermark.text(),
                Wording.roughly(points.get(points.size() - 1).lag()),
                Wording.roughly(most),
                Wording.moment(begin),
                path,
                path + " L" + WIDTH + "," + HEIGHT + " L0," + HEIGHT + " Z");
    }
}
