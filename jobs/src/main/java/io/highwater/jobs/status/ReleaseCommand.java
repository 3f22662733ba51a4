package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.state.Lease;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code release}: ends the lease of a run that died. */
@Command(
        name = "release",
        description =
                "Ends the lease of a run that died, so that the job can start at once. If that run still lives, it"
                        + " can no longer commit.")
public final class ReleaseCommand extends JobCommand<JobIdentity> {
    public ReleaseCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected JobIdentity settings(Section root, States states) {
        return JobIdentity.from(root);
    }

    @Override
    protected int run(Invocation<JobIdentity> invocation) {
        JobIdentity job = invocation.settings();
        Optional<Lease> ended = invocation.states().runs(job.statePath()).release(job.name());
        invocation
                .surroundings()
                .out()
                .println(ended.map(lease -> "released job " + job.name() + " from run " + lease.run() + " ("
                                + lease.holder().describe() + ", since " + lease.since() + ")")
                        .orElse("job " + job.name() + " is held by nobody"));
        return 0;
    }
}
