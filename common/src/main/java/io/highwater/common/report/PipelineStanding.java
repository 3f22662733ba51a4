package io.highwater.common.report;

import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a pipeline's run has come.
 *
 * @param run what its steps wrote down
 * @param atWork whether its process must be believed alive; if not, a step that is not final never will be
 */
public record PipelineStanding(PipelineLedger.Run run, boolean atWork) {
    /** With more steps than this only those are listed of which something is to be said. */
    private static final int ALL_LISTED = 20;

    /** Whether the run ended before its steps did. */
    public boolean isInterrupted() {
        return !atWork && run.steps().stream().anyMatch(step -> !step.status().isFinal());
    }

    /** How many steps have come to what, such as {@code 3 success, 1 failed}. */
    public String counts() {
        Map<StepStatus, Integer> counts = new EnumMap<>(StepStatus.class);
        run.steps().forEach(step -> counts.merge(step.status(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(status -> Wording.count(status.getValue()) + " "
                        + status.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Lines to read. */
    public List<String> lines() {
        List<StepRecord> listed = run.steps().size() <= ALL_LISTED
                ? run.steps()
                : run.steps().stream()
                        .filter(step -> step.status() != StepStatus.SUCCESS)
                        .toList();
        List<String> lines = new ArrayList<>(List.of(headline()));
        if (!listed.isEmpty()) {
            PipelineReport.lines(listed).forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
        }
        return lines;
    }

    private String headline() {
        String standing = atWork ? ", at work" : isInterrupted() ? ", interrupted: --resume does the rest" : "";
        return "pipeline " + run.pipeline() + ", run " + run.run() + ": " + counts() + standing;
    }
}
