package io.highwater.common.report;

import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the steps of a pipeline's run went. */
public final class PipelineReport {
    private static final List<String> HEADINGS =
            List.of("step", "pattern", "status", "took", "read", "written", "version", "reason");
    private static final int LONGEST = 90;

    private PipelineReport() {}

    /** A table to read; below it why steps failed, in full, once where several failed alike. */
    public static List<String> lines(List<StepRecord> steps) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        steps.forEach(step -> rows.add(cells(step)));
        List<String> lines = new ArrayList<>(TextTable.lines(rows));
        failures(steps).forEach((reason, failed) -> {
            lines.add("");
            lines.add(failed.stream().map(StepRecord::step).collect(Collectors.joining(", ")) + " failed (exit code "
                    + failed.get(0).exitCode().orElse(1) + "):");
            reason.lines().forEach(line -> lines.add("  " + line));
        });
        return lines;
    }

    /** The steps that failed, by why they did. */
    public static Map<String, List<StepRecord>> failures(List<StepRecord> steps) {
        return steps.stream()
                .filter(step -> step.status() == StepStatus.FAILED)
                .collect(Collectors.groupingBy(
                        step -> step.reason().orElse(""), LinkedHashMap::new, Collectors.toList()));
    }

    /** The pattern of a step, or the plain name of its class. */
    public static String kind(StepRecord step) {
        return step.kind().substring(step.kind().lastIndexOf('.') + 1);
    }

    private static List<String> cells(StepRecord step) {
        boolean did = step.status() == StepStatus.SUCCESS;
        return List.of(
                step.step(),
                kind(step),
                step.status().name(),
                took(step),
                did ? Wording.count(step.figures().read()) : Wording.NONE,
                did ? Wording.count(step.figures().written()) : Wording.NONE,
                Wording.count(step.figures().version()),
                shortened(step.reason().orElse("").lines().findFirst().orElse("")));
    }

    /** How long a step took; nothing if it did not end. */
    public static String took(StepRecord step) {
        return step.startedAt()
                .flatMap(from -> step.endedAt().map(to -> Wording.took(Duration.between(from, to))))
                .orElse(Wording.NONE);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
