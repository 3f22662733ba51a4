package io.highwater.jobs.refresh;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code full-refresh}, for whoever runs jobs. */
public final class FullRefreshPattern implements JobKind<FullRefreshSettings> {
    private final Optional<String> approved;

    /** One that reads the source. */
    public FullRefreshPattern() {
        this(Optional.empty());
    }

    FullRefreshPattern(Optional<String> approved) {
        this.approved = approved;
    }

    @Override
    public String name() {
        return FullRefresh.PATTERN;
    }

    @Override
    public FullRefreshSettings settings(Section root) {
        return FullRefreshSettings.from(root);
    }

    @Override
    public JobIdentity identity(FullRefreshSettings settings) {
        return settings.job().identity();
    }

    @Override
    public List<TargetAddress> targets(FullRefreshSettings settings) {
        return List.of(settings.job().target().address());
    }

    @Override
    public Job job(SparkSession spark, FullRefreshSettings settings, States states) {
        return new FullRefresh(spark, settings, approved);
    }
}
