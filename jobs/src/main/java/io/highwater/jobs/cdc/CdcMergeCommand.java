package io.highwater.jobs.cdc;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cdc-merge}: brings change events into Delta tables. */
@Command(name = CdcMerge.PATTERN, description = "Brings change events into Delta tables.")
public final class CdcMergeCommand extends PlannedCommand<CdcSettings> {
    @Option(
            names = "--files",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Merges these files once, read as those of the source; the feed stays where it is.")
    private List<String> files = List.of();

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
        JobIdentity identity = settings.identity();
        FeedCheckpoint checkpoint = invocation.checkpoint(identity.statePath(), identity.name());
        if (!files.isEmpty()) {
            return new FilesMerge(spark, settings, files, checkpoint);
        }
        if (settings.input() instanceof CdcSettings.Input.Changes changes) {
            return new CdcMerge(spark, settings, changes.feed(), checkpoint);
        }
        return new SnapshotMerge(
                spark,
                settings,
                ((CdcSettings.Input.Snapshots) settings.input()).settings(),
                invocation.watermarks(identity.statePath()),
                invocation.surroundings().clock());
    }
}
