package io.highwater.jobs.cli;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetSettings;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A kind of job that deals with a job's target and not with its source. */
public abstract class TargetedKind implements JobKind<TargetedJob> {
    private final String name;

    /** @param name the command */
    protected TargetedKind(String name) {
        this.name = name;
    }

    /** Makes the job. */
    protected abstract Job job(DeltaTarget target, JobIdentity identity, States states);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final TargetedJob settings(Section root) {
        return TargetedJob.from(root);
    }

    @Override
    public final JobIdentity identity(TargetedJob settings) {
        return settings.identity();
    }

    @Override
    public final List<TargetSettings> tables(TargetedJob settings) {
        return List.of(settings.target());
    }

    @Override
    public final Job job(SparkSession spark, TargetedJob settings, States states) {
        return job(DeltaTarget.at(spark, settings.target().address()), settings.identity(), states);
    }
}
