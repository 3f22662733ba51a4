package io.highwater.common.report.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.highwater.common.report.StateContents;
import io.highwater.common.report.Wording;
import io.highwater.common.state.Holder;
import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.States;
import io.highwater.common.state.Watermarks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the state knows as one HTML page that needs nothing else: no network, no script, no other file.
 *
 * @param statePath whose state it is
 * @param state what lies below it, or the part of interest
 * @param reached where watermarks came to, the earlier ones first
 * @param now when it was read
 */
public record ReportPage(String statePath, StateContents state, List<Watermarks.Reached> reached, Instant now) {
    private static final int RUNS = 100;
    private static final Duration LATELY = Duration.ofDays(1);
    private static final String PACKAGE = "io.highwater.common.report.page.template";

    public ReportPage {
        reached = List.copyOf(reached);
    }

    /**
     * Reads everything below a state path.
     *
     * @param job the one job, or pipeline, of interest; empty for all
     */
    public static ReportPage of(States states, String statePath, Optional<String> job) {
        StateContents all = StateContents.of(states, statePath);
        return new ReportPage(
                statePath,
                job.map(all::ofJob).orElse(all),
                states.watermarks(statePath).history(),
                states.clock().instant());
    }

    /** The page's text. */
    public String html() {
        StringOutput html = new StringOutput();
        TemplateEngine engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, getClass().getClassLoader(), PACKAGE);
        engine.render("report.jte", Map.of("page", page(), "style", style()), html);
        return html.toString();
    }

    private Page page() {
        List<Trouble> troubles = new Troubles(state, now).all();
        return new Page(
                statePath,
                Wording.moment(now),
                tiles(troubles),
                troubles,
                new Pipelines(state, now).views(),
                new Jobs(state, now).views(),
                state.watermarks().stream()
                        .flatMap(watermark -> LagChart.of(watermark, reached, now).stream())
                        .toList(),
                state.backfills().stream().map(CalendarView::of).toList(),
                state.runs().stream().limit(RUNS).map(ReportPage::run).toList(),
                Math.max(0, state.runs().size() - RUNS));
    }

    private List<Tile> tiles(List<Trouble> troubles) {
        List<RunRecord> lately = state.runs().stream()
                .filter(run -> run.endedAt().isAfter(now.minus(LATELY)))
                .toList();
        long failed =
                lately.stream().filter(run -> run.status() == RunStatus.FAILED).count();
        long rows =
                lately.stream().mapToLong(run -> run.rowsWritten().orElse(0)).sum();
        long bytes =
                lately.stream().mapToLong(run -> run.bytesWritten().orElse(0)).sum();
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "to look at",
                Wording.count(troubles.size()),
                troubles.isEmpty() ? "all ended well the last time" : "ended badly the last time",
                troubles.isEmpty() ? Tone.GOOD : Tone.BAD));
        tiles.add(new Tile(
                "runs in 24 h",
                Wording.count(lately.size()),
                failed == 0 ? "none failed" : Wording.count(failed) + " failed",
                failed == 0 ? Tone.QUIET : Tone.WARNING));
        tiles.add(new Tile(
                "rows written in 24 h", Wording.count(rows), bytes == 0 ? "" : Wording.bytes(bytes), Tone.QUIET));
        tiles.add(running());
        furthestBehind().ifPresent(tiles::add);
        return tiles;
    }

    private Tile running() {
        List<Lease> held = state.leases().stream()
                .filter(lease -> lease.isHeldAt(now, Holder.thisProcess()))
                .toList();
        String detail = held.isEmpty()
                ? "nothing"
                : held.get(0).job() + (held.size() == 1 ? "" : " and " + (held.size() - 1) + " more");
        return new Tile("running", Wording.count(held.size()), detail, held.isEmpty() ? Tone.QUIET : Tone.BUSY);
    }

    private Optional<Tile> furthestBehind() {
        return state.watermarks().stream()
                .filter(watermark -> watermark.lagAt(now).isPresent())
                .max(Comparator.comparing(watermark -> watermark.lagAt(now).orElseThrow()))
                .map(watermark -> new Tile(
                        "greatest lag",
                        Wording.roughly(watermark.lagAt(now).orElseThrow()),
                        watermark.job(),
                        Tone.QUIET));
    }

    private static RunView run(RunRecord run) {
        return new RunView(
                run.job(),
                run.pattern(),
                run.run(),
                Wording.moment(run.startedAt()),
                Jobs.tone(run),
                Jobs.status(run),
                Wording.took(Duration.between(run.startedAt(), run.endedAt())),
                Wording.count(run.rowsRead()),
                Wording.count(run.rowsWritten()),
                run.bytesWritten().isPresent()
                        ? Wording.bytes(run.bytesWritten().getAsLong())
                        : Wording.NONE,
                Wording.count(run.rowsQuarantined()),
                Wording.count(run.targetVersion()),
                run.message().orElse(""));
    }

    private static String style() {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
