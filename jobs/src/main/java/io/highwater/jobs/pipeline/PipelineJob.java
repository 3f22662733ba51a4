package io.highwater.jobs.pipeline;

import io.highwater.common.job.Job;
import io.highwater.common.job.OneUnit;
import io.highwater.common.job.Plan;
import io.highwater.common.target.DeltaTarget;
import java.util.List;

/** A run of a pipeline as a job among others: it is leased and recorded like them. Its steps keep the tables. */
record PipelineJob(PipelineRun run) implements Job {
    static final String PATTERN = "pipeline";

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of();
    }

    @Override
    public Plan plan() {
        return new OneUnit(List.of(), run);
    }
}
