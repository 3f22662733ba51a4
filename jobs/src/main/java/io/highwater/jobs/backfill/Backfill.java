package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.AfterLoad;
import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Changes;
import io.highwater.common.source.DataPlace;
import io.highwater.common.state.IntervalLedger;
import io.highwater.common.state.Watermarks;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.TargetSettings;
import io.highwater.common.time.CursorType;
import io.highwater.jobs.cli.JobMain;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Loads a range of dates into a Delta table, interval by interval. Each interval replaces exactly the rows that the table has
 * there. Neighbouring intervals share a reading and a commit; what becomes of each is kept in a ledger, so that a run that
 * follows does what is lacking.
 */
public final class Backfill implements Job {
    /** The pattern's name. */
    public static final String PATTERN = "backfill";

    private final SparkSession spark;
    private final BackfillSettings settings;
    private final IntervalLedger ledger;
    private final Watermarks watermarks;
    private final Clock clock;
    private final BackfillProgress progress;
    private final DeltaTarget target;

    Backfill(
            SparkSession spark,
            BackfillSettings settings,
            IntervalLedger ledger,
            Watermarks watermarks,
            Clock clock,
            BackfillProgress progress) {
        this.spark = spark;
        this.settings = settings;
        this.ledger = ledger;
        this.watermarks = watermarks;
        this.clock = clock;
        this.progress = progress;
        this.target = DeltaTarget.at(spark, settings.job().target().address());
    }

    /** The entry for {@code spark-submit --class}. */
    public static void main(String[] arguments) {
        JobMain.run(new BackfillCommand(), arguments);
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
    public Optional<AfterLoad> afterLoad() {
        TargetSettings kept = settings.job().target();
        return Optional.of(AfterLoad.always(target, kept.upkeep(), kept.key()));
    }

    @Override
    public Plan plan() {
        Changes changes = settings.job().source().changes(spark, settings.cursor(), clock);
        try {
            requireDates(changes);
            Loading loading = new Loading(spark, settings, target, changes, fit(changes));
            Ledger known = Ledger.read(ledger, target, settings, changes.type());
            WatermarkTrail trail = new WatermarkTrail(
                    watermarks, target, settings.job().identity().name());
            return new BackfillPlan(loading, known, trail, clock, progress);
        } catch (RuntimeException unusable) {
            changes.close();
            throw unusable;
        }
    }

    private SchemaFit fit(Changes changes) {
        SourceColumns source = new SourceColumns(spark, changes.describe(), changes.schema());
        source.requireKey(settings.job().target().key());
        source.requireChecks(settings.job().checks());
        StructType columns = changes.schema();
        return target.live()
                .map(live -> SchemaFit.of(columns, live.schema(), settings.schema()))
                .orElseGet(() -> SchemaFit.fresh(columns));
    }

    private void requireDates(Changes changes) {
        CursorType type = changes.type();
        if (!settings.unit().fits(type)) {
            String unit = settings.unit().name().toLowerCase(Locale.ROOT);
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot load " + changes.describe() + " by dates of column " + settings.column() + ": "
                            + (type.isTime()
                                    ? "it holds dates, which cannot be cut into intervals of one " + unit
                                            + ". Set highwater.backfill.interval to day, week or month."
                                    : "it is a whole number. Name a date or a timestamp in"
                                            + " highwater.backfill.column."));
        }
    }
}
