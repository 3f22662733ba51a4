package io.highwater.jobs.undo;

import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import io.highwater.jobs.cli.TargetedJob;
import io.highwater.jobs.cli.TargetedKind;
import picocli.CommandLine.Command;

/** {@code undo}: brings back what the target held before the last load. */
@Command(
        name = UndoJob.PATTERN,
        description = "Brings back what the target held before the job's last load. Again: one load further back.")
public final class UndoCommand extends PlannedCommand<TargetedJob> {
    public UndoCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected JobKind<TargetedJob> kind() {
        return new TargetedKind(UndoJob.PATTERN) {
            @Override
            protected Job job(DeltaTarget target, JobIdentity identity, States states) {
                return new UndoJob(target, identity.name());
            }
        };
    }
}
