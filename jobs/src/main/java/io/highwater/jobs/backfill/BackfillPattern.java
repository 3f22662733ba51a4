package io.highwater.jobs.backfill;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code backfill}, for whoever runs jobs. */
public final class BackfillPattern implements JobKind<BackfillSettings> {
    private final BackfillProgress progress;
    private final BackfillSettings.Overrides said;

    /** One that does what the configuration says, quietly. */
    public BackfillPattern() {
        this(
                standing -> {},
                new BackfillSettings.Overrides(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false));
    }

    BackfillPattern(BackfillProgress progress, BackfillSettings.Overrides said) {
        this.progress = progress;
        this.said = said;
    }

    @Override
    public String name() {
        return Backfill.PATTERN;
    }

    @Override
    public BackfillSettings settings(Section root) {
        return BackfillSettings.from(root, said);
    }

    @Override
    public JobIdentity identity(BackfillSettings settings) {
        return settings.job().identity();
    }

    @Override
    public List<TargetAddress> targets(BackfillSettings settings) {
        return List.of(settings.job().target().address());
    }

    @Override
    public Job job(SparkSession spark, BackfillSettings settings, States states) {
        JobIdentity job = settings.job().identity();
        return new Backfill(
                spark,
                settings,
                states.intervals(job.statePath(), job.name()),
                states.watermarks(job.statePath()),
                states.clock(),
                progress);
    }
}
