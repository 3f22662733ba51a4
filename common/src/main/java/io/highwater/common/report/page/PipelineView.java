package io.highwater.common.report.page;

import java.util.List;

/**
 * The latest run of a pipeline.
 *
 * @param name the pipeline
 * @param run the run
 * @param standing how it stands, in words
 * @param tone the same as a colour
 * @param counts how many steps came to what
 * @param earlier its runs, the latest one last
 * @param timeline the steps that were begun, in order
 * @param steps all of them
 */
public record PipelineView(
        String name,
        String run,
        String standing,
        Tone tone,
        String counts,
        List<Mark> earlier,
        GraphView graph,
        List<TimelineBar> timeline,
        List<StepView> steps) {
    public PipelineView {
        earlier = List.copyOf(earlier);
        timeline = List.copyOf(timeline);
        steps = List.copyOf(steps);
    }
}
