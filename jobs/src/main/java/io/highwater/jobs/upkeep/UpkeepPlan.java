package io.highwater.jobs.upkeep;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Tending;
import io.highwater.common.job.Unit;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.target.Chore;
import io.highwater.common.target.Condition;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.UpkeepSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What there is to do for some tables, one thing after another. Each is looked at when its turn comes. */
record UpkeepPlan(String job, List<Upkeep.Table> tables, List<DeltaTarget> state, Clock clock) implements Plan, Unit {
    @Override
    public List<String> description() {
        List<String> lines = new ArrayList<>();
        for (Upkeep.Table table : tables) {
            UpkeepSettings settings = table.settings().upkeep();
            String name = table.target().address().toString();
            if (table.target().live().isEmpty()) {
                lines.add(name + ": is not there yet");
            } else if (settings.mode() == UpkeepSettings.Mode.OFF) {
                lines.add(name + ": would be left alone, because upkeep.mode = off");
            } else {
                lines.add(name + ": " + Condition.of(table.target(), settings));
                lines.addAll(plans(table));
            }
        }
        state.forEach(table -> ofState(table).ifPresent(chore -> lines.add(table.address() + ": " + chore.plan())));
        return lines;
    }

    private List<String> plans(Upkeep.Table table) {
        List<String> plans = chores(table).stream()
                .flatMap(due -> due.get().stream())
                .map(chore -> "  " + chore.plan())
                .toList();
        return plans.isEmpty() ? List.of("  nothing is due") : plans;
    }

    boolean isDue() {
        return tables.stream()
                        .flatMap(table -> chores(table).stream())
                        .anyMatch(due -> due.get().isPresent())
                || state.stream().anyMatch(table -> ofState(table).isPresent());
    }

    @Override
    public List<Unit> units(RunContext context) {
        return List.of(this);
    }

    @Override
    public Outcome run(RunContext context) {
        Tending tending = Tending.alone(context);
        List<RuntimeException> failures = new ArrayList<>();
        tables.forEach(table -> chores(table).forEach(due -> tend(tending, table.target(), due, failures)));
        state.forEach(table -> tend(tending, table, () -> ofState(table), failures));
        List<Outcome> done = new ArrayList<>(tending.outcomes());
        if (!failures.isEmpty()) {
            context.parts(done);
            throw failures.get(0);
        }
        if (done.isEmpty()) {
            return new Outcome.Unchanged(0, "nothing is due", List.of());
        }
        Outcome last = done.remove(done.size() - 1);
        context.parts(done);
        return last;
    }

    /** What cannot be done for one table does not keep the others from theirs; the run fails in the end. */
    private static void tend(
            Tending tending, DeltaTarget table, Supplier<Optional<Chore>> due, List<RuntimeException> failures) {
        try {
            tending.tend(table, due);
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (RuntimeException failure) {
            failures.add(failure);
            tending.failed(table, failure);
        }
    }

    private Optional<Chore> ofState(DeltaTarget table) {
        return Chore.vacuumOfState(table, clock.instant());
    }

    private List<Supplier<Optional<Chore>>> chores(Upkeep.Table table) {
        UpkeepSettings settings = table.settings().upkeep();
        if (settings.mode() == UpkeepSettings.Mode.OFF) {
            return List.of();
        }
        return List.of(
                () -> Chore.logSettings(table.target(), settings),
                () -> Chore.compaction(
                        table.target(), settings, job, table.settings().key()),
                () -> Chore.vacuum(table.target(), settings, clock.instant()));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
