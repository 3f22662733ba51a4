package io.highwater.jobs.undo;

import io.highwater.common.config.Section;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.report.RunSummary;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.TargetedJob;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code undo}: brings back what the target held before the last load. */
@Command(
        name = UndoJob.PATTERN,
        description = "Brings back what the target held before the job's last load. Again: one load further back.")
public final class UndoCommand extends JobCommand<TargetedJob> {
    @Option(names = "--dry-run", description = "Says what would be undone, and does nothing.")
    private boolean dryRun;

    public UndoCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected TargetedJob settings(Section root) {
        return TargetedJob.from(root);
    }

    @Override
    protected int run(Invocation<TargetedJob> invocation) {
        TargetedJob job = invocation.settings();
        if (dryRun) {
            try (Plan plan =
                    undo(invocation.session(job.identity().name()), job).plan()) {
                plan.description().forEach(invocation.surroundings().out()::println);
            }
            return 0;
        }
        RunReport report = invocation.run(
                job.identity(), UndoJob.PATTERN, job.target().address().toString(), spark -> undo(spark, job));
        RunSummary.of(report).forEach(invocation.surroundings().out()::println);
        return 0;
    }

    private static UndoJob undo(SparkSession spark, TargetedJob job) {
        return new UndoJob(
                DeltaTarget.at(spark, job.target().address()), job.identity().name());
    }
}
