package io.highwater.jobs.cdc;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code cdc-merge}: brings change events into Delta tables. */
@Command(name = CdcMerge.PATTERN, description = "Brings change events into Delta tables.")
public final class CdcMergeCommand extends PlannedCommand<CdcSettings> {
    public CdcMergeCommand() {
        super(Keys.ALL_KNOWN, CdcMerge.PATTERN);
    }

    @Override
    protected CdcSettings settings(Section root) {
        return CdcSettings.from(root);
    }

    @Override
    protected JobIdentity identity(CdcSettings settings) {
        return settings.identity();
    }

    @Override
    protected TargetSettings target(CdcSettings settings) {
        return settings.routes().get(0).target();
    }

    @Override
    protected Job job(SparkSession spark, Invocation<CdcSettings> invocation) {
        CdcSettings settings = invocation.settings();
        return new CdcMerge(
                spark,
                settings,
                invocation.checkpoint(
                        settings.identity().statePath(), settings.identity().name()));
    }
}
