package io.highwater.jobs.pipeline;

import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import io.highwater.jobs.pipeline.graph.Graph;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which steps a run is about.
 *
 * @param settings the pipeline
 * @param graph the selected steps
 * @param resumed the run whose successes are kept; empty for a run from the beginning
 * @param atATime instead of the configuration's parallelism, if given
 * @param redacted takes secrets out of a text
 */
record PipelinePlan(
        PipelineSettings settings,
        Graph graph,
        Optional<PipelineLedger.Run> resumed,
        OptionalInt atATime,
        UnaryOperator<String> redacted) {

    /** The selected steps, each after those it depends on. */
    List<StepSettings> selected() {
        Set<String> names = Set.copyOf(graph.names());
        return settings.steps().stream()
                .filter(step -> names.contains(step.name()))
                .toList();
    }

    /** What an earlier run says of a step that need not run again. */
    Optional<StepRecord> kept(String step) {
        return resumed.flatMap(run -> run.steps().stream()
                .filter(record -> record.step().equals(step) && record.status() == StepStatus.SUCCESS)
                .findFirst());
    }

    int parallelism() {
        return atATime.orElse(settings.parallelism());
    }
}
