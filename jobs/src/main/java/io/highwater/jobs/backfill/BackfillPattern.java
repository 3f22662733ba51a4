package io.highwater.jobs.backfill;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.TableKind;
import io.highwater.common.state.States;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code backfill}, for whoever runs jobs. */
public final class BackfillPattern extends TableKind<BackfillSettings> {
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
        super(Backfill.PATTERN, BackfillSettings::job);
        this.progress = progress;
        this.said = said;
    }

    @Override
    public BackfillSettings settings(Section root) {
        return BackfillSettings.from(root, said);
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
