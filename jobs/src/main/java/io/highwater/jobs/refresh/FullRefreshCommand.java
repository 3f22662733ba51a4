package io.highwater.jobs.refresh;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code full-refresh}: replaces a Delta table with the content of a source. */
@Command(name = FullRefresh.PATTERN, description = "Replaces a Delta table with the content of a source.")
public final class FullRefreshCommand extends PlannedCommand<FullRefreshSettings> {
    @Option(
            names = "--approve",
            paramLabel = "RUN",
            description = "Publishes what guards refused in that run, as it was kept. The source is not read again.")
    private String approved;

    public FullRefreshCommand() {
        super(Keys.ALL_KNOWN, FullRefresh.PATTERN);
    }

    @Override
    protected FullRefreshSettings settings(Section root) {
        return FullRefreshSettings.from(root);
    }

    @Override
    protected JobIdentity identity(FullRefreshSettings settings) {
        return settings.job().identity();
    }

    @Override
    protected TargetSettings target(FullRefreshSettings settings) {
        return settings.job().target();
    }

    @Override
    protected Job job(SparkSession spark, Invocation<FullRefreshSettings> invocation) {
        return new FullRefresh(spark, invocation.settings(), Optional.ofNullable(approved));
    }
}
