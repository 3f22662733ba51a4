package io.highwater.jobs.backfill;

import io.highwater.common.job.JobKind;
import io.highwater.common.job.Step;
import io.highwater.jobs.cli.PlannedCommand;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backfill}: loads a range of dates. */
@Command(
        name = Backfill.PATTERN,
        description =
                "Loads a range of dates into a Delta table, many intervals at a time; run again, it does what is lacking.")
public final class BackfillCommand extends PlannedCommand<BackfillSettings> {
    @Option(names = "--from", paramLabel = "DATE", description = "The first day, instead of backfill.from.")
    private LocalDate from;

    @Option(
            names = "--through",
            paramLabel = "DATE",
            description = "The last day, inclusive, instead of backfill.through.")
    private LocalDate through;

    @Option(
            names = "--reprocess",
            paramLabel = "none|failed|all",
            description = "Which intervals that were tried before are loaded, instead of backfill.reprocess.")
    private BackfillSettings.Reprocess reprocess;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Groups of intervals at a time, instead of backfill.parallelism.")
    private Integer parallelism;

    @Option(
            names = "--fill-gaps",
            description =
                    "Takes all dates from the first to the last that are configured or were ever planned, unless --from or"
                            + " --through are given too.")
    private boolean fillGaps;

    @Option(
            names = "--verify",
            description =
                    "Compares with the source how many rows loaded intervals have, and loads again those that differ.")
    private boolean verify;

    @Override
    protected JobKind<BackfillSettings> kind() {
        return new BackfillPattern(
                new ProgressLines(surroundings()),
                new BackfillSettings.Overrides(
                        Optional.ofNullable(from),
                        Optional.ofNullable(through),
                        Optional.ofNullable(reprocess),
                        Optional.ofNullable(parallelism),
                        fillGaps,
                        verify));
    }

    /** Rows may have been counted. */
    @Override
    protected String leftAlone() {
        return "nothing was loaded or written";
    }

    /** Groups are many, and told of by how many intervals are done. */
    @Override
    protected Set<Step> stepsShown() {
        return EnumSet.of(Step.LEASED, Step.RECONCILED, Step.PLANNED, Step.RECORDED);
    }
}
