package io.highwater.jobs;

import io.highwater.jobs.advisor.AdviseCommand;
import io.highwater.jobs.backfill.BackfillCommand;
import io.highwater.jobs.cdc.CdcMergeCommand;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Version;
import io.highwater.jobs.demo.DemoCommand;
import io.highwater.jobs.incremental.IncrementalCommand;
import io.highwater.jobs.pipeline.PipelineCommand;
import io.highwater.jobs.prove.ProveCommand;
import io.highwater.jobs.refresh.FullRefreshCommand;
import io.highwater.jobs.rewind.RewindCommand;
import io.highwater.jobs.status.ReleaseCommand;
import io.highwater.jobs.status.ReportCommand;
import io.highwater.jobs.status.StatusCommand;
import io.highwater.jobs.submit.SubmitCommand;
import io.highwater.jobs.undo.UndoCommand;
import io.highwater.jobs.upkeep.UpkeepCommand;
import io.highwater.jobs.why.WhyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code highwater}: all commands in one. */
@Command(
        name = "highwater",
        description = "Keeps Delta Lake tables in step with the systems they come from.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            FullRefreshCommand.class,
            IncrementalCommand.class,
            CdcMergeCommand.class,
            BackfillCommand.class,
            PipelineCommand.class,
            AdviseCommand.class,
            UpkeepCommand.class,
            UndoCommand.class,
            RewindCommand.class,
            ProveCommand.class,
            WhyCommand.class,
            StatusCommand.class,
            ReportCommand.class,
            ReleaseCommand.class,
            SubmitCommand.class,
            DemoCommand.class
        })
public final class Highwater implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The entry for {@code spark-submit --class} and the launcher. */
    public static void main(String[] arguments) {
        JobMain.run(new Highwater(), arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
    }
}
