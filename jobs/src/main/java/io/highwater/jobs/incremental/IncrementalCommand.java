package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code incremental}: loads what changed since the last run. */
@Command(
        name = Incremental.PATTERN,
        description = "Brings into a Delta table what changed in a source since the last run.")
public final class IncrementalCommand extends PlannedCommand<IncrementalSettings> {
    public IncrementalCommand() {
        super(Keys.ALL_KNOWN, Incremental.PATTERN);
    }

    @Override
    protected IncrementalSettings settings(Section root) {
        return IncrementalSettings.from(root);
    }

    @Override
    protected JobIdentity identity(IncrementalSettings settings) {
        return settings.job().identity();
    }

    @Override
    protected TargetSettings target(IncrementalSettings settings) {
        return settings.job().target();
    }

    @Override
    protected Job job(SparkSession spark, Invocation<IncrementalSettings> invocation) {
        IncrementalSettings settings = invocation.settings();
        return new Incremental(
                spark,
                settings,
                invocation.watermarks(settings.job().identity().statePath()),
                invocation.surroundings().clock());
    }
}
