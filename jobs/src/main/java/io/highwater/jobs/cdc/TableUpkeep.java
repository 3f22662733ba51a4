package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Tending;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.target.Chore;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.UpkeepSettings;
import io.highwater.jobs.cdc.current.Tombstones;
import io.highwater.jobs.cdc.table.SideTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the tables quick to read, and what is kept beside them too: brings files together and forgets deletions that are old
 * enough. What cannot be done is told and left; the loads are committed by then.
 */
final class TableUpkeep {
    private final RouteTables all;
    private final CdcSettings settings;
    private final RunContext run;
    private final Set<TargetAddress> failed = new HashSet<>();

    TableUpkeep(RouteTables all, CdcSettings settings, RunContext run) {
        this.all = all;
        this.settings = settings;
        this.run = run;
    }

    /** A long run makes as many files as a hundred short ones. */
    void betweenBatches(Parts parts, long batch) {
        for (TableRoute route : settings.routes()) {
            if ((batch + 1) % route.target().upkeep().smallFiles() == 0) {
                tables(route).forEach(table -> tryTo(parts, table, () -> compaction(table, route)));
            }
        }
    }

    /** When all is merged. What a run before could not do is tried again, though nothing was written now. */
    void afterLast(Parts parts) {
        for (TableRoute route : settings.routes()) {
            settings.rememberDeletes()
                    .map(run.now()::minus)
                    .ifPresent(moment -> all.tombstones(route, key(route))
                            .all()
                            .present()
                            .forEach(table -> tryTo(parts, table.table(), () -> forgetting(table, moment))));
            tables(route).forEach(table -> tryTo(parts, table, () -> compaction(table, route)));
        }
    }

    /** A job that another run took over has no tables to keep any more. */
    private void tryTo(Parts parts, DeltaTarget table, Supplier<Optional<Chore>> finding) {
        if (failed.contains(table.address())) {
            return;
        }
        try {
            Optional<Chore> found = finding.get();
            if (found.isPresent()) {
                parts.begin();
                run.checkLease();
                String done = found.get().work().apply(run.stamp(Map.of()));
                parts.add(List.of(new Outcome.Upkeep(List.of(done), Optional.empty())));
            }
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (Exception failure) {
            failed.add(table.address());
            parts.add(List.of(new Outcome.Upkeep(List.of(), Optional.of(Tending.warning(table, failure)))));
        }
    }

    private Optional<Chore> compaction(DeltaTarget table, TableRoute route) {
        return Chore.compaction(
                table, route.target().upkeep(), settings.identity().name(), key(route));
    }

    private static Optional<Chore> forgetting(SideTable table, Instant moment) {
        return Tombstones.before(moment, table)
                .map(old -> new Chore("would forget deletions", stamp -> {
                    old.publish(stamp);
                    return String.format("deletions remembered before %s are forgotten: %,d", moment, old.count());
                }));
    }

    /** The target and what is kept beside it. */
    private List<DeltaTarget> tables(TableRoute route) {
        if (route.target().upkeep().mode() != UpkeepSettings.Mode.AUTO) {
            return List.of();
        }
        List<DeltaTarget> kept = new ArrayList<>(List.of(all.target(route)));
        List<SideTable> beside = settings.history() == CdcSettings.History.SCD2
                ? all.events(route, key(route)).all().present()
                : all.tombstones(route, key(route)).all().present();
        beside.forEach(table -> kept.add(table.table()));
        return kept;
    }

    /** What the user says, or what the last load went by. */
    private List<String> key(TableRoute route) {
        return route.target().key().isEmpty()
                ? all.target(route)
                        .latestCommitOf(settings.identity().name())
                        .map(commit -> commit.stamp().key())
                        .orElse(List.of())
                : route.target().key();
    }
}
