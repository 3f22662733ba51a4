package io.highwater.jobs.cdc;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.source.feed.FileFeed;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetSettings;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** {@code cdc-merge}, for whoever runs jobs. */
public final class CdcMergePattern implements JobKind<CdcSettings> {
    private final List<String> files;

    /** One that reads what the configuration says. */
    public CdcMergePattern() {
        this(List.of());
    }

    /** @param files are read once, instead of the feed; none for the feed */
    CdcMergePattern(List<String> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return CdcMerge.PATTERN;
    }

    @Override
    public CdcSettings settings(Section root) {
        return CdcSettings.from(root);
    }

    @Override
    public JobIdentity identity(CdcSettings settings) {
        return settings.identity();
    }

    @Override
    public List<TargetSettings> tables(CdcSettings settings) {
        return settings.routes().stream().map(TableRoute::target).toList();
    }

    @Override
    public Job job(SparkSession spark, CdcSettings settings, States states) {
        JobIdentity identity = settings.identity();
        if (!files.isEmpty()) {
            return new NamedFilesRoute(settings, files).job(spark, states);
        }
        if (settings.input() instanceof CdcSettings.Input.Changes changes) {
            return ofChanges(spark, settings, changes.feed(), states);
        }
        return new SnapshotMerge(
                spark,
                settings,
                ((CdcSettings.Input.Snapshots) settings.input()).settings(),
                states.watermarks(identity.statePath()),
                states.clock());
    }

    private static Job ofChanges(SparkSession spark, CdcSettings settings, Feed feed, States states) {
        JobIdentity identity = settings.identity();
        return feed instanceof FileFeed files && TablesMerge.isFor(settings, files)
                ? new TablesMerge(spark, settings, files, table -> TablesMerge.checkpoint(states, identity, table))
                : new CdcMerge(spark, settings, feed, states.checkpoint(identity.statePath(), identity.name()));
    }
}
