package io.highwater.jobs.cdc;

import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.FileSource;
import io.highwater.common.source.SnapshotDirectories;
import io.highwater.common.state.Watermark;
import io.highwater.common.state.Watermarks;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cdc.snapshot.SnapshotSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Brings a table to what a source is, snapshot by snapshot: what differs becomes change events, which are merged like others.
 * The job's watermark tells which snapshots it has seen.
 */
final class SnapshotMerge implements Job {
    private final SparkSession spark;
    private final CdcSettings settings;
    private final SnapshotSettings snapshots;
    private final WatermarkTrail trail;
    private final RouteTables tables;
    private final DeltaTarget target;
    private final Clock clock;

    SnapshotMerge(
            SparkSession spark, CdcSettings settings, SnapshotSettings snapshots, Watermarks watermarks, Clock clock) {
        this.spark = spark;
        this.settings = settings;
        this.snapshots = snapshots;
        this.clock = clock;
        this.tables = new RouteTables(spark, settings);
        this.target = tables.targets().get(0);
        this.trail = new WatermarkTrail(watermarks, target, settings.identity().name());
    }

    @Override
    public String pattern() {
        return CdcMerge.PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public Optional<Watermark> watermark() {
        return trail.recorded();
    }

    @Override
    public List<DataPlace> inputs() {
        return snapshots.source().places(spark);
    }

    @Override
    public Plan plan() {
        SnapshotLoads loads = new SnapshotLoads(spark, tables, settings, snapshots, trail);
        if (snapshots.source() instanceof FileSource files && snapshots.each() == SnapshotSettings.Each.DIRECTORY) {
            SnapshotDirectories directories =
                    SnapshotDirectories.of(files.path(), spark.sessionState().newHadoopConf());
            return DirectoriesPlan.of(loads, files, directories, trail.present());
        }
        return new PresentPlan(loads, spark, snapshots.source(), clock, trail.present());
    }
}
