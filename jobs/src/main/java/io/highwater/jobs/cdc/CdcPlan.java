package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A run, planned: the first records were looked at. */
record CdcPlan(List<String> description, Optional<Supplier<Unit>> unit) implements Plan {
    @Override
    public List<Unit> units(RunContext run) {
        return List.of(
                unit.map(Supplier::get).orElse(context -> new Outcome.Unchanged(0, "there are no records", List.of())));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
