package io.highwater.jobs.bench;

import io.highwater.common.job.Step;
import io.highwater.common.job.StepListener;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** When a run reached its steps. */
final class Phases implements StepListener {
    private final Stopwatch watch = new Stopwatch();
    private final Map<Step, Double> reached = new EnumMap<>(Step.class);

    @Override
    public void reached(Step step) {
        reached.put(step, watch.seconds());
    }

    /** What the time between the steps went into, in seconds. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("  lease, reconcile, plan", reached.get(Step.PLANNED));
        seconds.put("  stage: read, check, count and write", between(Step.PLANNED, Step.STAGED));
        seconds.put("  judge: guards, live rows, unique keys", between(Step.STAGED, Step.JUDGED));
        seconds.put("  publish: one commit", between(Step.JUDGED, Step.COMMITTED));
        seconds.put("  record", between(Step.COMMITTED, Step.RECORDED));
        return seconds;
    }

    private double between(Step from, Step to) {
        return reached.get(to) - reached.get(from);
    }
}
