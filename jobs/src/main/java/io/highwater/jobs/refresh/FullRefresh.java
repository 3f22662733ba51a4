package io.highwater.jobs.refresh;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.DeltaSource;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.KeptContent;
import io.highwater.common.target.Quarantine;
import io.highwater.jobs.cli.JobMain;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Replaces a Delta table with the content of a source. The source is read once, its rows are written beside the live
 * files and counted on the way, guards judge the figures, and one commit makes the new files the table's. Readers see the
 * old version or the new one.
 */
public final class FullRefresh implements Job {
    /** The pattern's name. */
    public static final String PATTERN = "full-refresh";

    private final SparkSession spark;
    private final FullRefreshSettings settings;
    private final Optional<String> approved;
    private final DeltaTarget target;

    /**
     * @param approved the refused run whose kept content is to be published; empty to read the source
     */
    public FullRefresh(SparkSession spark, FullRefreshSettings settings, Optional<String> approved) {
        this.spark = spark;
        this.settings = settings;
        this.approved = approved;
        this.target = DeltaTarget.at(spark, settings.job().target().address());
    }

    /** The entry for {@code spark-submit --class}. */
    public static void main(String[] arguments) {
        JobMain.run(new FullRefreshCommand(), arguments);
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
    public List<DataPlace> inputs() {
        return settings.job().source().places(spark);
    }

    @Override
    public Plan plan() {
        KeptContent kept = new KeptContent(spark, settings.job().identity().statePath(), name());
        Quarantine quarantine = new Quarantine(spark, settings.job().identity().statePath(), name());
        if (approved.isPresent()) {
            return new RefreshPlan(settings, target, approvedReading(kept, approved.get()), kept, quarantine);
        }
        return new RefreshPlan(
                settings, target, RefreshSource.of(settings.job().source().open(spark)), kept, quarantine);
    }

    private RefreshSource approvedReading(KeptContent kept, String run) {
        KeptContent.Waiting waiting = kept.of(run)
                .orElseThrow(() -> new UserException(
                        ExitCode.REFUSED,
                        "Cannot approve run " + run + " of job " + name()
                                + ": no refused content of that run is kept. It is"
                                + " kept until the next refresh that is published. Run the refresh again."));
        long live = target.live().map(DeltaTarget.Live::version).orElse(-1L);
        if (!target.hasSameRowsAs(waiting.basedOn())) {
            throw new UserException(
                    ExitCode.REFUSED,
                    "Cannot approve run " + run + " of job " + name() + ": it was to replace version "
                            + waiting.basedOn() + " of " + target.address() + ", which is at version " + live
                            + " now. Run the refresh again.");
        }
        return new RefreshSource(new DeltaSource(waiting.path()).open(spark), waiting.guards());
    }

    private String name() {
        return settings.job().identity().name();
    }
}
