package io.highwater.jobs.pipeline;

import io.highwater.common.state.StepRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** How each step of a run stands. Tells of each change. */
final class Standing {
    private final Map<String, StepRecord> records = new LinkedHashMap<>();
    private final Consumer<StepRecord> changes;

    Standing(List<StepSettings> steps, Consumer<StepRecord> changes) {
        this.changes = changes;
        steps.forEach(step -> put(StepRecord.planned(
                step.name(),
                step.work().kind(),
                step.node().dependsOn(),
                step.work().target())));
    }

    /** In the order in which they were planned. */
    List<StepRecord> records() {
        return new ArrayList<>(records.values());
    }

    StepRecord of(String step) {
        return records.get(step);
    }

    void change(String step, UnaryOperator<StepRecord> change) {
        put(change.apply(of(step)));
    }

    private void put(StepRecord record) {
        records.put(record.step(), record);
        changes.accept(record);
    }
}
