package io.highwater.common.report;

import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the state knows, to read in a console.
 *
 * @param state what lies below the state path, or the part of interest
 * @param now when it is read
 */
public record StatusReport(StateContents state, Instant now) {
    private static final List<String> HEADINGS =
            List.of("job", "run", "pattern", "status", "took", "read", "written", "version");

    /** The lines, with the newest runs. */
    public List<String> lines(int newest) {
        List<String> lines = new ArrayList<>();
        state.leases().stream()
                .filter(lease -> lease.state() == Lease.State.HELD)
                .forEach(lease -> lines.add("RUNNING  job " + lease.job() + ", run " + lease.run() + " since "
                        + lease.since() + " (" + lease.holder().describe() + ", last sign of life "
                        + lease.renewedAt() + ")"));
        lines.addAll(progress());
        state.backfills().forEach(backfill -> {
            lines.addAll(backfill.lines());
            lines.add("");
        });
        state.latestOfPipelines().forEach(run -> {
            lines.addAll(new PipelineStanding(run, state.isAtWork(run)).lines());
            lines.add("");
        });
        lines.addAll(runs(newest));
        return lines;
    }

    private List<String> runs(int newest) {
        List<RunRecord> runs = state.runs();
        if (runs.isEmpty()) {
            return List.of("no finished runs");
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        runs.stream().limit(newest).forEach(run -> rows.add(cells(run)));
        List<String> lines = new ArrayList<>(TextTable.lines(rows));
        runs.stream()
                .limit(newest)
                .forEach(run -> run.message()
                        .ifPresent(message -> lines.add("  " + run.run() + ": " + message.replace("\n", "\n    "))));
        if (runs.size() > newest) {
            lines.add("  and " + (runs.size() - newest) + " earlier runs");
        }
        return lines;
    }

    private List<String> progress() {
        if (state.watermarks().isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("job", "cursor", "watermark", "lag", "by run")));
        state.watermarks()
                .forEach(watermark -> rows.add(List.of(
                        watermark.job(),
                        watermark.column(),
                        watermark.text(),
                        watermark.lagAt(now).map(Wording::roughly).orElse(Wording.NONE),
                        watermark.run())));
        List<String> lines = new ArrayList<>(TextTable.lines(rows));
        lines.add("");
        return lines;
    }

    private static List<String> cells(RunRecord run) {
        return List.of(
                run.job(),
                run.run(),
                run.pattern(),
                run.status().name(),
                Wording.took(Duration.between(run.startedAt(), run.endedAt())),
                Wording.count(run.rowsRead()),
                Wording.count(run.rowsWritten()),
                Wording.count(run.targetVersion()));
    }
}
