package io.highwater.jobs.undo;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import io.highwater.jobs.cli.TargetedJob;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code undo}: brings back what the target held before the last load. */
@Command(
        name = UndoJob.PATTERN,
        description = "Brings back what the target held before the job's last load. Again: one load further back.")
public final class UndoCommand extends PlannedCommand<TargetedJob> {
    public UndoCommand() {
        super(Keys.SOME_NEEDED, UndoJob.PATTERN);
    }

    @Override
    protected TargetedJob settings(Section root) {
        return TargetedJob.from(root);
    }

    @Override
    protected JobIdentity identity(TargetedJob settings) {
        return settings.identity();
    }

    @Override
    protected TargetSettings target(TargetedJob settings) {
        return settings.target();
    }

    @Override
    protected Job job(SparkSession spark, Invocation<TargetedJob> invocation) {
        TargetedJob job = invocation.settings();
        return new UndoJob(
                DeltaTarget.at(spark, job.target().address()), job.identity().name());
    }
}
