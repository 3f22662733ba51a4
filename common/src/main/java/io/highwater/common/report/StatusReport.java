package io.highwater.common.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the state knows.
 *
 * @param leases each job's lease, by job
 * @param watermarks how far each job has come, by job
 * @param backfills how far backfills have come, by job
 * @param runs finished runs, newest first
 */
public record StatusReport(
        List<Lease> leases, List<Watermark> watermarks, List<BackfillReport> backfills, List<RunRecord> runs) {
    private static final List<String> HEADINGS =
            List.of("job", "run", "pattern", "status", "took", "read", "written", "version");

    public StatusReport {
        leases = List.copyOf(leases);
        watermarks = List.copyOf(watermarks);
        backfills = List.copyOf(backfills);
        runs = List.copyOf(runs);
    }

    /** Puts in order what the state holds. */
    public static StatusReport of(
            List<Lease> leases, List<Watermark> watermarks, List<BackfillReport> backfills, List<RunRecord> runs) {
        return new StatusReport(
                leases.stream().sorted(Comparator.comparing(Lease::job)).toList(),
                watermarks.stream().sorted(Comparator.comparing(Watermark::job)).toList(),
                backfills.stream()
                        .sorted(Comparator.comparing(BackfillReport::job))
                        .toList(),
                runs.stream()
                        .sorted(Comparator.comparing(RunRecord::startedAt)
                                .thenComparing(RunRecord::generation)
                                .reversed())
                        .toList());
    }

    /** The part that is about one job. */
    public StatusReport ofJob(String job) {
        return new StatusReport(
                leases.stream().filter(lease -> lease.job().equals(job)).toList(),
                watermarks.stream()
                        .filter(watermark -> watermark.job().equals(job))
                        .toList(),
                backfills.stream()
                        .filter(backfill -> backfill.job().equals(job))
                        .toList(),
                runs.stream().filter(run -> run.job().equals(job)).toList());
    }

    /** A table to read, with the newest runs. */
    public List<String> lines(int newest, Instant now) {
        List<String> lines = new ArrayList<>();
        leases.stream()
                .filter(lease -> lease.state() == Lease.State.HELD)
                .forEach(lease -> lines.add("RUNNING  job " + lease.job() + ", run " + lease.run() + " since "
                        + lease.since() + " (" + lease.holder().describe() + ", last sign of life "
                        + lease.renewedAt() + ")"));
        lines.addAll(progress(now));
        backfills.forEach(backfill -> {
            lines.addAll(backfill.lines());
            lines.add("");
        });
        if (runs.isEmpty()) {
            lines.add("no finished runs");
            return lines;
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        runs.stream().limit(newest).forEach(run -> rows.add(cells(run)));
        lines.addAll(TextTable.lines(rows));
        runs.stream()
                .limit(newest)
                .forEach(run -> run.message()
                        .ifPresent(message -> lines.add("  " + run.run() + ": " + message.replace("\n", "\n    "))));
        if (runs.size() > newest) {
            lines.add("  and " + (runs.size() - newest) + " earlier runs");
        }
        return lines;
    }

    private List<String> progress(Instant now) {
        if (watermarks.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("job", "cursor", "watermark", "lag", "by run")));
        watermarks.forEach(watermark -> rows.add(List.of(
                watermark.job(),
                watermark.column(),
                watermark.text(),
                watermark.lagAt(now).map(StatusReport::words).orElse("-"),
                watermark.run())));
        List<String> lines = new ArrayList<>(TextTable.lines(rows));
        lines.add("");
        return lines;
    }

    private static String words(Duration lag) {
        if (lag.compareTo(Duration.ofMinutes(2)) < 0) {
            return lag.toSeconds() + " s";
        }
        if (lag.compareTo(Duration.ofHours(2)) < 0) {
            return lag.toMinutes() + " min";
        }
        return lag.compareTo(Duration.ofDays(2)) < 0 ? lag.toHours() + " h" : lag.toDays() + " days";
    }

    /** Everything, as one JSON object. */
    public String json(Instant now) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode held = json.putArray("leases");
        leases.forEach(lease -> held.addObject()
                .put("job", lease.job())
                .put("state", lease.state().name())
                .put("run", lease.run())
                .put("generation", lease.generation())
                .put("since", lease.since().toString())
                .put("renewed_at", lease.renewedAt().toString())
                .put("holder", lease.holder().describe()));
        ArrayNode progress = json.putArray("watermarks");
        watermarks.forEach(watermark -> fill(progress.addObject(), watermark, now));
        ArrayNode ranges = json.putArray("backfills");
        backfills.forEach(backfill -> backfill.fill(ranges.addObject()));
        ArrayNode finished = json.putArray("runs");
        runs.forEach(run -> fill(finished.addObject(), run));
        return json.toPrettyString();
    }

    private static void fill(ObjectNode json, Watermark watermark, Instant now) {
        json.put("job", watermark.job())
                .put("cursor", watermark.column())
                .put("watermark", watermark.text())
                .put("run", watermark.run())
                .put("generation", watermark.generation())
                .put("at", watermark.at().toString());
        watermark.lagAt(now).ifPresent(lag -> json.put("lag_seconds", lag.toMillis() / 1000.0));
        put(json, "target_version", watermark.targetVersion());
    }

    private static void fill(ObjectNode json, RunRecord run) {
        json.put("job", run.job())
                .put("run", run.run())
                .put("generation", run.generation())
                .put("pattern", run.pattern())
                .put("status", run.status().name())
                .put("started_at", run.startedAt().toString())
                .put("ended_at", run.endedAt().toString());
        put(json, "exit_code", run.exitCode());
        put(json, "rows_read", run.rowsRead());
        put(json, "rows_written", run.rowsWritten());
        put(json, "rows_quarantined", run.rowsQuarantined());
        json.put("target", run.target());
        put(json, "target_version", run.targetVersion());
        run.message().ifPresent(message -> json.put("message", message));
    }

    private static void put(ObjectNode json, String name, OptionalLong number) {
        number.ifPresent(value -> json.put(name, value));
    }

    private static List<String> cells(RunRecord run) {
        return List.of(
                run.job(),
                run.run(),
                run.pattern(),
                run.status().name(),
                run.startedAt()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString(),
                String.format(
                        "%.1f s",
                        Duration.between(run.startedAt(), run.endedAt()).toMillis() / 1000.0),
                shown(run.rowsRead()),
                shown(run.rowsWritten()),
                shown(run.targetVersion()));
    }

    private static String shown(OptionalLong number) {
        return number.isPresent() ? String.format("%,d", number.getAsLong()) : "-";
    }
}
