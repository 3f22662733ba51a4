package io.highwater.jobs.rewind;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import io.highwater.jobs.cli.TargetedJob;
import org.apache.spark.sql.SparkSession;
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
        super(Keys.SOME_NEEDED, RewindJob.PATTERN);
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
        DeltaTarget target = DeltaTarget.at(spark, job.target().address());
        WatermarkTrail trail = new WatermarkTrail(
                invocation.watermarks(job.identity().statePath()),
                target,
                job.identity().name());
        return new RewindJob(target, trail, whereto.destination());
    }
}
