package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import io.highwater.common.report.page.ReportPage;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: what the state knows, as a page. Starts no Spark. */
@Command(
        name = "report",
        description = "Writes what the state knows of a job, or of all jobs below a state path, as one HTML page that"
                + " needs no network and no other file.")
public final class ReportCommand extends JobCommand<StatusSettings> {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "highwater-report.html",
            description = "Where to write the page: a file, or any URI that Hadoop knows. ${DEFAULT-VALUE} if it is not"
                    + " given. What is there is replaced.")
    private String file;

    public ReportCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected StatusSettings settings(Section root, States states) {
        return StatusSettings.from(root);
    }

    @Override
    protected int run(Invocation<StatusSettings> invocation) {
        StatusSettings settings = invocation.settings();
        ReportPage page = ReportPage.of(invocation.states(), settings.statePath(), settings.job());
        String written = new ReportFile(file, invocation.hadoop()).write(page.html());
        invocation.surroundings().out().println("the report is " + written);
        return 0;
    }
}
