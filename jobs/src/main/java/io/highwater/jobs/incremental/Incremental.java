package io.highwater.jobs.incremental;

import io.highwater.common.job.AfterLoad;
import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Changes;
import io.highwater.common.source.DataPlace;
import io.highwater.common.state.Watermark;
import io.highwater.common.state.Watermarks;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.JobMain;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Brings into a Delta table what changed in a source since the last run. A window of the cursor is fixed before anything is
 * read, by the source's own clock; its rows are merged by key, or added where the table does not hold them yet; and the
 * watermark moves with the commit that holds them.
 */
public final class Incremental implements Job {
    /** The pattern's name. */
    public static final String PATTERN = "incremental";

    private final SparkSession spark;
    private final IncrementalSettings settings;
    private final Watermarks watermarks;
    private final Clock clock;
    private final DeltaTarget target;

    /** @param clock says what time it is where the source has no clock */
    public Incremental(SparkSession spark, IncrementalSettings settings, Watermarks watermarks, Clock clock) {
        this.spark = spark;
        this.settings = settings;
        this.watermarks = watermarks;
        this.clock = clock;
        this.target = DeltaTarget.at(spark, settings.job().target().address());
    }

    /** The entry for {@code spark-submit --class}. */
    public static void main(String[] arguments) {
        JobMain.run(new IncrementalCommand(), arguments);
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public Optional<Watermark> watermark() {
        return watermarks.lastKnownOf(settings.job().identity().name());
    }

    @Override
    public List<DataPlace> inputs() {
        return settings.job().source().places(spark);
    }

    @Override
    public Optional<AfterLoad> afterLoad() {
        TargetSettings kept = settings.job().target();
        return Optional.of(AfterLoad.atTimes(target, kept.upkeep(), kept.key()));
    }

    @Override
    public Plan plan() {
        String name = settings.job().identity().name();
        WatermarkTrail trail = new WatermarkTrail(watermarks, target, name);
        WatermarkTrail.Found found = trail.presentToGoOnFrom();
        Changes changes = settings.job().source().changes(spark, settings.cursor(), clock);
        try {
            Optional<Instant> keysCompared = found.watermark().flatMap(Watermark::keysCompared);
            return new IncrementalPlan(new Loading(spark, settings, target, changes, trail, keysCompared), found);
        } catch (RuntimeException unusable) {
            changes.close();
            throw unusable;
        }
    }
}
