package io.highwater.jobs.upkeep;

import io.highwater.common.job.JobKind;
import io.highwater.common.job.Step;
import io.highwater.common.job.Tended;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.cli.PlannedCommand;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code upkeep}: puts the files of a job's tables in order, where it is due. */
@Command(
        name = Upkeep.PATTERN,
        description =
                "Brings small files of a job's tables together and deletes files that no version needs which is kept,"
                        + " where it is due. No row changes, and what undo promises stays.")
public final class UpkeepCommand extends PlannedCommand<Tended> {
    public UpkeepCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected JobKind<Tended> kind() {
        return new UpkeepPattern();
    }

    @Override
    protected Set<Step> stepsShown() {
        return EnumSet.of(Step.LEASED, Step.RECONCILED, Step.COMMITTED, Step.RECORDED);
    }
}
