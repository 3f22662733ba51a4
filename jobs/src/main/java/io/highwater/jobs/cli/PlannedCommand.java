package io.highwater.jobs.cli;

import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.Step;
import io.highwater.common.report.RunSummary;
import io.highwater.common.target.TargetSettings;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * A command that runs one job, or says what it would do.
 *
 * @param <S> the settings it reads
 */
public abstract class PlannedCommand<S> extends JobCommand<S> {
    private final String pattern;

    @Option(names = "--dry-run", description = "Says what would be done, and does nothing.")
    private boolean dryRun;

    protected PlannedCommand(Keys keys, String pattern) {
        super(keys);
        this.pattern = pattern;
    }

    /** What the job is known by. */
    protected abstract JobIdentity identity(S settings);

    /** What the job writes to. */
    protected abstract TargetSettings target(S settings);

    /** The steps that are printed when they are reached. */
    protected Set<Step> stepsShown() {
        return EnumSet.allOf(Step.class);
    }

    /** Makes the job. */
    protected abstract Job job(SparkSession spark, Invocation<S> invocation);

    @Override
    protected final int run(Invocation<S> invocation) {
        PrintStream out = invocation.surroundings().out();
        JobIdentity identity = identity(invocation.settings());
        if (dryRun) {
            try (Plan plan =
                    job(invocation.session(identity.name()), invocation).plan()) {
                plan.description().forEach(out::println);
            }
            out.println("dry run: nothing was read or written");
            return 0;
        }
        RunReport report = invocation.run(
                identity,
                pattern,
                target(invocation.settings()).address().toString(),
                stepsShown(),
                spark -> job(spark, invocation));
        RunSummary.of(report).forEach(out::println);
        return 0;
    }
}
