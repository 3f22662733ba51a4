package io.highwater.jobs.incremental;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.state.Watermark;
import java.util.ArrayList;
import java.util.List;

/** A run whose horizon is not past the watermark: nothing is read, and the watermark stays. */
record NothingToRead(Loading loading, WatermarkTrail.Found found, List<String> notes) implements Unit {
    @Override
    public Outcome run(RunContext context) {
        List<String> all = new ArrayList<>(notes);
        all.add("the watermark stays at "
                + found.watermark().map(Watermark::text).orElse("the beginning"));
        return new Outcome.Unchanged(0, "the source is settled up to the watermark and no further", all);
    }
}
