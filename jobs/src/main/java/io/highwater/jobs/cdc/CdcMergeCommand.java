package io.highwater.jobs.cdc;

import io.highwater.common.job.JobKind;
import io.highwater.jobs.cli.PlannedCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cdc-merge}: brings change events into Delta tables. */
@Command(name = CdcMerge.PATTERN, description = "Brings change events into Delta tables.")
public final class CdcMergeCommand extends PlannedCommand<CdcSettings> {
    @Option(
            names = "--files",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Merges these files once, read as those of the source; the feed stays where it is.")
    private List<String> files = List.of();

    @Override
    protected JobKind<CdcSettings> kind() {
        return new CdcMergePattern(files);
    }
}
