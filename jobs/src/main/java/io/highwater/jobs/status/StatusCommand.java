package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import io.highwater.common.report.StateContents;
import io.highwater.common.report.StatusJson;
import io.highwater.common.report.StatusReport;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.io.PrintStream;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what the state knows. Starts no Spark. */
@Command(name = "status", description = "Shows what the state knows of a job, or of all jobs below a state path.")
public final class StatusCommand extends JobCommand<StatusSettings> {
    private static final int RUNS_SHOWN = 10;

    @Option(names = "--json", description = "Prints JSON, with every run.")
    private boolean json;

    public StatusCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected StatusSettings settings(Section root, States states) {
        return StatusSettings.from(root);
    }

    @Override
    protected int run(Invocation<StatusSettings> invocation) {
        StateContents wanted = invocation.settings().contents(invocation.states());
        Instant now = invocation.surroundings().clock().instant();
        PrintStream out = invocation.surroundings().out();
        if (json) {
            out.println(new StatusJson(wanted, now).text());
        } else {
            new StatusReport(wanted, now).lines(RUNS_SHOWN).forEach(out::println);
        }
        return 0;
    }
}
