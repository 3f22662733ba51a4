package io.highwater.jobs.pipeline;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What a run would do, in its order. */
final class Rehearsal {
    private final PipelinePlan plan;
    private final StepSessions sessions;
    private ExitCode code = ExitCode.OK;

    Rehearsal(PipelinePlan plan, StepSessions sessions) {
        this.plan = plan;
        this.sessions = sessions;
    }

    /** That of the first step that would fail though it waits for none; known once the lines are. */
    ExitCode code() {
        return code;
    }

    /** Plans every step. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("pipeline " + plan.settings().identity().name() + ": "
                + plan.selected().size() + " of " + plan.settings().steps().size() + " steps, up to "
                + plan.parallelism() + " at a time");
        plan.selected().forEach(step -> {
            lines.add("");
            lines.add(step.name() + ": " + step.work().kind()
                    + step.work().target().map(target -> " into " + target).orElse("") + after(step));
            details(step).forEach(line -> lines.add("  " + line));
        });
        lines.add("");
        lines.add("dry run: nothing was read or written");
        return lines;
    }

    private static String after(StepSettings step) {
        String rule = switch (step.node().rule()) {
            case ALL_SUCCEEDED -> "";
            case NONE_FAILED -> ", unless one of them failed";
            case ALL_DONE -> ", however they end";
        };
        return step.node().dependsOn().isEmpty()
                ? ""
                : ", after " + String.join(", ", step.node().dependsOn()) + rule;
    }

    private List<String> details(StepSettings step) {
        if (!step.enabled()) {
            return List.of("is not enabled, and would be skipped");
        }
        Optional<String> kept =
                plan.kept(step.name()).map(record -> record.reason().orElse(""));
        if (kept.isPresent()) {
            return List.of(
                    "would be kept from run " + plan.resumed().orElseThrow().run() + ": " + kept.get());
        }
        SparkSession own = sessions.take(step.work());
        SparkSession before = SparkSession.active();
        SparkSession.setActiveSession(own);
        try {
            return step.work().plan(own);
        } catch (UserException failure) {
            String reason = plan.redacted().apply(failure.getMessage());
            if (!step.node().dependsOn().isEmpty()) {
                return List.of("cannot be planned before those have run: " + reason);
            }
            code = code == ExitCode.OK ? failure.exitCode() : code;
            return List.of("would fail: " + reason);
        } finally {
            SparkSession.setActiveSession(before);
            sessions.giveBack(own, step.work());
        }
    }
}
