package io.highwater.jobs.cli;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobKind;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.Step;
import io.highwater.common.report.RunSummary;
import io.highwater.common.state.States;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * A command that runs one job, or says what it would do.
 *
 * @param <S> the settings of the job
 */
public abstract class PlannedCommand<S> extends JobCommand<S> {
    @Option(names = "--dry-run", description = "Says what would be done, and does nothing.")
    private boolean dryRun;

    /** A command whose configuration is this job's alone. */
    protected PlannedCommand() {
        this(Keys.ALL_KNOWN);
    }

    protected PlannedCommand(Keys keys) {
        super(keys);
    }

    /** What is run, once the command line is known. */
    protected abstract JobKind<S> kind();

    /** The steps that are printed when they are reached. */
    protected Set<Step> stepsShown() {
        return EnumSet.allOf(Step.class);
    }

    /** What a dry run has not done. */
    protected String leftAlone() {
        return "nothing was read or written";
    }

    @Override
    protected final S settings(Section root, States states) {
        return kind().settings(root);
    }

    @Override
    protected final int run(Invocation<S> invocation) {
        PrintStream out = surroundings().out();
        JobKind<S> kind = kind();
        S settings = invocation.settings();
        if (dryRun) {
            String name = kind.identity(settings).name();
            try (Plan plan = kind.job(invocation.session(name), settings, invocation.states())
                    .plan()) {
                plan.description().forEach(out::println);
            }
            out.println("dry run: " + leftAlone());
            return 0;
        }
        RunReport report = invocation.run(
                kind.identity(settings),
                kind.name(),
                kind.targets(settings).get(0).toString(),
                stepsShown(),
                spark -> kind.job(spark, settings, invocation.states()));
        RunSummary.of(report).forEach(out::println);
        return 0;
    }
}
