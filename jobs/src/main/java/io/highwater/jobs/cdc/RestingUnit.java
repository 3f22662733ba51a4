package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import java.util.List;

/** A run over a feed whose files were all read and taken away: only the tables are looked after. */
record RestingUnit(RouteTables tables, CdcSettings settings, FeedTrail trail) implements Unit {
    @Override
    public Outcome run(RunContext context) {
        Parts parts = new Parts(context);
        parts.add(List.of(new Outcome.Unchanged(0, "the feed has no files now", List.of())));
        return tables.lookingOnce(() -> {
            new TableUpkeep(tables, settings, context).afterLast(parts);
            trail.note();
            return parts.last();
        });
    }
}
