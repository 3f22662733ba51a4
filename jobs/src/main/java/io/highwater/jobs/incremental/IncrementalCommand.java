package io.highwater.jobs.incremental;

import io.highwater.common.job.JobKind;
import io.highwater.jobs.cli.PlannedCommand;
import picocli.CommandLine.Command;

/** {@code incremental}: loads what changed since the last run. */
@Command(
        name = Incremental.PATTERN,
        description = "Brings into a Delta table what changed in a source since the last run.")
public final class IncrementalCommand extends PlannedCommand<IncrementalSettings> {
    @Override
    protected JobKind<IncrementalSettings> kind() {
        return new IncrementalPattern();
    }
}
