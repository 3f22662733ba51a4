package io.highwater.jobs.upkeep;

import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.job.Tended;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.JobMain;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Puts the files of a job's tables in order: small ones and those with deleted rows are brought together, those that no version
 * needs which is kept are deleted, and the log is kept for as long as configured. No row changes. What is not due is left.
 */
public final class Upkeep implements Job {
    /** The pattern's name. */
    public static final String PATTERN = "upkeep";

    private final Tended tended;
    private final Clock clock;
    private final List<Table> tables;
    private final List<DeltaTarget> state;

    /**
     * A table to be tended.
     *
     * @param target where it is
     * @param settings how it is to be kept
     */
    record Table(DeltaTarget target, TargetSettings settings) {}

    /**
     * @param state where tables of the state are whose files are to be deleted too, when they are many
     * @param clock says how old files are
     */
    public Upkeep(SparkSession spark, Tended tended, List<String> state, Clock clock) {
        this.tended = tended;
        this.clock = clock;
        this.tables = tended.tables().stream()
                .map(settings -> new Table(DeltaTarget.at(spark, settings.address()), settings))
                .toList();
        this.state = state.stream()
                .map(path -> DeltaTarget.at(spark, new TargetAddress.ByPath(path)))
                .toList();
    }

    /** The entry for {@code spark-submit --class}. */
    public static void main(String[] arguments) {
        JobMain.run(new UpkeepCommand(), arguments);
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return tables.stream().map(Table::target).toList();
    }

    @Override
    public Plan plan() {
        return upkeepPlan();
    }

    /** Whether there is anything to do. Looks at logs and, where that is due, at what is stored. */
    public boolean isDue() {
        return upkeepPlan().isDue();
    }

    private UpkeepPlan upkeepPlan() {
        return new UpkeepPlan(tended.identity().name(), tables, state, clock);
    }
}
