package io.highwater.jobs.rewind;

import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import io.highwater.jobs.cli.TargetedJob;
import io.highwater.jobs.cli.TargetedKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rewind}: sets a job's watermark back, so that the next run reads again from there. */
@Command(
        name = RewindJob.PATTERN,
        description =
                "Sets the watermark of an incremental job back, so that its next run reads again from there. Rows are"
                        + " not touched: what the table holds already is recognized.")
public final class RewindCommand extends PlannedCommand<TargetedJob> {
    @ArgGroup(multiplicity = "1")
    private Whereto whereto = new Whereto();

    /** One of three. */
    static final class Whereto {
        @Option(
                names = "--to",
                paramLabel = "POSITION",
                description = "A date, a time (UTC unless it says otherwise, for a cursor with a zone) or a number.")
        private String position;

        @Option(
                names = "--to-version",
                paramLabel = "VERSION",
                description = "To where the watermark was when the target had this Delta version.")
        private Long version;

        @Option(names = "--to-beginning", description = "The next run reads everything.")
        private boolean beginning;

        Destination destination() {
            if (position != null) {
                return new Destination.Position(position);
            }
            if (beginning) {
                return new Destination.Beginning();
            }
            return new Destination.Version(version);
        }
    }

    public RewindCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected JobKind<TargetedJob> kind() {
        return new TargetedKind(RewindJob.PATTERN) {
            @Override
            protected Job job(DeltaTarget target, JobIdentity identity, States states) {
                WatermarkTrail trail =
                        new WatermarkTrail(states.watermarks(identity.statePath()), target, identity.name());
                return new RewindJob(target, trail, whereto.destination());
            }
        };
    }
}
