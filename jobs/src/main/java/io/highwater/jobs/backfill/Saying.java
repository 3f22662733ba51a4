package io.highwater.jobs.backfill;

import io.highwater.common.job.RunContext;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run has to say of intervals. */
record Saying(RunContext context, SourceNow now) {
    /** That a group is loaded. How many rows an interval has is known of one that was alone. */
    List<IntervalRecord> loaded(Group group, GroupLoad.Loaded load, int attempts) {
        List<IntervalRecord> records = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            records.add(new IntervalRecord(
                    group.intervals().get(i),
                    IntervalStatus.SUCCESS,
                    attempts,
                    group.size() == 1 ? OptionalLong.of(load.rows()) : OptionalLong.empty(),
                    OptionalLong.of(load.setAside().get(i)),
                    OptionalLong.of(load.commit().version()),
                    Optional.empty(),
                    now.seen(),
                    OptionalLong.of(now.clock()),
                    context.run(),
                    generation(),
                    context.now()));
        }
        return records;
    }

    /** Anything else of one. */
    IntervalRecord of(Window interval, IntervalStatus status, int attempts, Optional<String> error) {
        return new IntervalRecord(
                interval,
                status,
                attempts,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                error,
                Optional.empty(),
                OptionalLong.empty(),
                context.run(),
                generation(),
                context.now());
    }

    private long generation() {
        return context.stamp(Map.of()).generation();
    }
}
