package io.highwater.common.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.state.Lease;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.Watermark;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What the state knows, for programs.
 *
 * @param state what lies below the state path, or the part of interest
 * @param now when it is read
 */
public record StatusJson(StateContents state, Instant now) {
    /** Everything, as one JSON object. */
    public String text() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode held = json.putArray("leases");
        state.leases().forEach(lease -> fill(held.addObject(), lease));
        ArrayNode progress = json.putArray("watermarks");
        state.watermarks().forEach(watermark -> fill(progress.addObject(), watermark));
        ArrayNode ranges = json.putArray("backfills");
        state.backfills().forEach(backfill -> backfill.fill(ranges.addObject()));
        ArrayNode pipelines = json.putArray("pipelines");
        state.pipelines().forEach(run -> fill(pipelines.addObject(), run));
        ArrayNode finished = json.putArray("runs");
        state.runs().forEach(run -> fill(finished.addObject(), run));
        return json.toPrettyString();
    }

    private static void fill(ObjectNode json, Lease lease) {
        json.put("job", lease.job())
                .put("state", lease.state().name())
                .put("run", lease.run())
                .put("generation", lease.generation())
                .put("since", lease.since().toString())
                .put("renewed_at", lease.renewedAt().toString())
                .put("holder", lease.holder().describe());
    }

    private void fill(ObjectNode json, Watermark watermark) {
        json.put("job", watermark.job())
                .put("cursor", watermark.column())
                .put("watermark", watermark.text())
                .put("run", watermark.run())
                .put("generation", watermark.generation())
                .put("at", watermark.at().toString());
        watermark.lagAt(now).ifPresent(lag -> json.put("lag_seconds", lag.toMillis() / 1000.0));
        put(json, "target_version", watermark.targetVersion());
    }

    private void fill(ObjectNode json, PipelineLedger.Run run) {
        PipelineStanding standing = new PipelineStanding(run, state.isAtWork(run));
        json.put("pipeline", run.pipeline())
                .put("run", run.run())
                .put("at", run.at().toString())
                .put("at_work", standing.atWork())
                .put("interrupted", standing.isInterrupted());
        ArrayNode steps = json.putArray("steps");
        run.steps().forEach(step -> fill(steps.addObject(), step));
    }

    private static void fill(ObjectNode json, StepRecord step) {
        json.put("step", step.step())
                .put("kind", step.kind())
                .put("status", step.status().name())
                .put("attempts", step.attempts());
        ArrayNode dependencies = json.putArray("depends_on");
        step.dependsOn().forEach(dependencies::add);
        step.target().ifPresent(target -> json.put("target", target));
        step.reason().ifPresent(reason -> json.put("reason", reason));
        step.startedAt().ifPresent(at -> json.put("started_at", at.toString()));
        step.endedAt().ifPresent(at -> json.put("ended_at", at.toString()));
        put(json, "exit_code", step.exitCode());
        step.jobRun().ifPresent(jobRun -> json.put("job_run", jobRun));
        json.put("rows_read", step.figures().read())
                .put("rows_written", step.figures().written())
                .put("rows_quarantined", step.figures().quarantined());
        put(json, "target_version", step.figures().version());
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
        put(json, "bytes_written", run.bytesWritten());
        json.put("target", run.target());
        put(json, "target_version", run.targetVersion());
        run.message().ifPresent(message -> json.put("message", message));
    }

    private static void put(ObjectNode json, String name, OptionalLong number) {
        number.ifPresent(value -> json.put(name, value));
    }
}
