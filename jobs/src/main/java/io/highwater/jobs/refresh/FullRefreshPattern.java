package io.highwater.jobs.refresh;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.TableKind;
import io.highwater.common.state.States;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code full-refresh}, for whoever runs jobs. */
public final class FullRefreshPattern extends TableKind<FullRefreshSettings> {
    private final Optional<String> approved;

    /** One that reads the source. */
    public FullRefreshPattern() {
        this(Optional.empty());
    }

    FullRefreshPattern(Optional<String> approved) {
        super(FullRefresh.PATTERN, FullRefreshSettings::job);
        this.approved = approved;
    }

    @Override
    public FullRefreshSettings settings(Section root) {
        return FullRefreshSettings.from(root);
    }

    @Override
    public Job job(SparkSession spark, FullRefreshSettings settings, States states) {
        return new FullRefresh(spark, settings, approved);
    }
}
