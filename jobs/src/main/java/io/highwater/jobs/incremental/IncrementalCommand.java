package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunReport;
import io.highwater.common.report.RunSummary;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code incremental}: loads what changed since the last run. */
@Command(
        name = Incremental.PATTERN,
        description = "Brings into a Delta table what changed in a source since the last run.")
public final class IncrementalCommand extends JobCommand<IncrementalSettings> {
    @Option(names = "--dry-run", description = "Says which windows would be read and how, and does nothing.")
    private boolean dryRun;

    public IncrementalCommand() {
        super(Keys.ALL_KNOWN);
    }

    @Override
    protected IncrementalSettings settings(Section root) {
        return IncrementalSettings.from(root);
    }

    @Override
    protected int run(Invocation<IncrementalSettings> invocation) {
        return dryRun ? describe(invocation) : load(invocation);
    }

    private int describe(Invocation<IncrementalSettings> invocation) {
        SparkSession spark =
                invocation.session(invocation.settings().job().identity().name());
        try (Plan plan = incremental(spark, invocation).plan()) {
            plan.description().forEach(invocation.surroundings().out()::println);
        }
        invocation.surroundings().out().println("dry run: nothing was read or written");
        return 0;
    }

    private int load(Invocation<IncrementalSettings> invocation) {
        IncrementalSettings settings = invocation.settings();
        RunReport report = invocation.run(
                settings.job().identity(),
                Incremental.PATTERN,
                settings.job().target().address().toString(),
                spark -> incremental(spark, invocation));
        RunSummary.of(report).forEach(invocation.surroundings().out()::println);
        return 0;
    }

    private static Incremental incremental(SparkSession spark, Invocation<IncrementalSettings> invocation) {
        IncrementalSettings settings = invocation.settings();
        return new Incremental(
                spark,
                settings,
                invocation.watermarks(settings.job().identity().statePath()),
                invocation.surroundings().clock());
    }
}
