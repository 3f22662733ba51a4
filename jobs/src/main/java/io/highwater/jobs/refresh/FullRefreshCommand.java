package io.highwater.jobs.refresh;

import io.highwater.common.job.JobKind;
import io.highwater.jobs.cli.PlannedCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code full-refresh}: replaces a Delta table with the content of a source. */
@Command(name = FullRefresh.PATTERN, description = "Replaces a Delta table with the content of a source.")
public final class FullRefreshCommand extends PlannedCommand<FullRefreshSettings> {
    @Option(
            names = "--approve",
            paramLabel = "RUN",
            description = "Publishes what guards refused in that run, as it was kept. The source is not read again.")
    private String approved;

    @Override
    protected JobKind<FullRefreshSettings> kind() {
        return new FullRefreshPattern(Optional.ofNullable(approved));
    }
}
