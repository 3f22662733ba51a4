package io.highwater.jobs.refresh;

import io.highwater.common.config.Section;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.report.RunSummary;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code full-refresh}: replaces a Delta table with the content of a source. */
@Command(name = FullRefresh.PATTERN, description = "Replaces a Delta table with the content of a source.")
public final class FullRefreshCommand extends JobCommand<FullRefreshSettings> {
    @Option(names = "--dry-run", description = "Says what would be read and replaced, and does nothing.")
    private boolean dryRun;

    @Option(
            names = "--approve",
            paramLabel = "RUN",
            description = "Publishes what guards refused in that run, as it was kept. The source is not read again.")
    private String approved;

    public FullRefreshCommand() {
        super(Keys.ALL_KNOWN);
    }

    @Override
    protected FullRefreshSettings settings(Section root) {
        return FullRefreshSettings.from(root);
    }

    @Override
    protected int run(Invocation<FullRefreshSettings> invocation) {
        return dryRun ? describe(invocation) : refresh(invocation);
    }

    private int describe(Invocation<FullRefreshSettings> invocation) {
        FullRefreshSettings settings = invocation.settings();
        String name = settings.job().identity().name();
        FullRefresh job = new FullRefresh(invocation.session(name), settings, Optional.ofNullable(approved));
        try (Plan plan = job.plan()) {
            plan.description().forEach(invocation.surroundings().out()::println);
        }
        invocation.surroundings().out().println("dry run: nothing was read or written");
        return 0;
    }

    private int refresh(Invocation<FullRefreshSettings> invocation) {
        FullRefreshSettings settings = invocation.settings();
        RunReport report = invocation.run(
                settings.job().identity(),
                FullRefresh.PATTERN,
                settings.job().target().address().toString(),
                spark -> new FullRefresh(spark, settings, Optional.ofNullable(approved)));
        RunSummary.of(report).forEach(invocation.surroundings().out()::println);
        return 0;
    }
}
