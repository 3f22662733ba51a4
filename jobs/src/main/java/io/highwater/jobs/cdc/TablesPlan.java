package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import java.util.List;

/**
 * A run over several feeds, one after another.
 *
 * @param path where the feeds are
 */
record TablesPlan(List<Plan> plans, String path) implements Plan {
    @Override
    public List<String> description() {
        return plans.isEmpty()
                ? List.of("would read nothing: no table of highwater.cdc.tables has a directory in " + path)
                : plans.stream().flatMap(plan -> plan.description().stream()).toList();
    }

    @Override
    public List<Unit> units(RunContext run) {
        return plans.isEmpty()
                ? List.of(context -> new Outcome.Unchanged(0, "no table has files in " + path, List.of()))
                : plans.stream().flatMap(plan -> plan.units(run).stream()).toList();
    }

    @Override
    public void close() {
        plans.forEach(Plan::close);
    }
}
