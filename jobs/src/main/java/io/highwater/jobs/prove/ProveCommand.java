package io.highwater.jobs.prove;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.report.RunSummary;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prove}: compares a target with its source. */
@Command(
        name = RepairJob.PATTERN,
        description =
                "Compares a target with its source, range by range, and prints the keys that differ. Ends with exit code"
                        + " 4 if any do.")
public final class ProveCommand extends JobCommand<ProveSettings> {
    @Option(
            names = "--repair",
            description =
                    "Loads exactly the rows that are missing or different, and deletes those the source does not have,"
                            + " in one commit that undo takes back.")
    private boolean repair;

    public ProveCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected ProveSettings settings(Section root, States states) {
        return ProveSettings.from(root);
    }

    @Override
    protected int run(Invocation<ProveSettings> invocation) {
        return repair ? repair(invocation) : prove(invocation);
    }

    private static int prove(Invocation<ProveSettings> invocation) {
        SparkSession spark =
                invocation.session(invocation.settings().job().identity().name());
        try (Prover prover = prover(spark, invocation)) {
            Proof proof = prover.proof();
            proof.lines().forEach(invocation.surroundings().out()::println);
            return proof.differences() == 0 ? ExitCode.OK.code() : ExitCode.REFUSED.code();
        }
    }

    private static int repair(Invocation<ProveSettings> invocation) {
        ProveSettings settings = invocation.settings();
        RunReport report = invocation.run(
                settings.job().identity(),
                RepairJob.PATTERN,
                settings.job().target().address().toString(),
                spark -> new RepairJob(settings, target(spark, settings), () -> prover(spark, invocation)));
        RunSummary.of(report).forEach(invocation.surroundings().out()::println);
        return ExitCode.OK.code();
    }

    private static Prover prover(SparkSession spark, Invocation<ProveSettings> invocation) {
        ProveSettings settings = invocation.settings();
        DeltaTarget target = target(spark, settings);
        WatermarkTrail trail = new WatermarkTrail(
                invocation.states().watermarks(settings.job().identity().statePath()),
                target,
                settings.job().identity().name());
        return new Prover(
                spark, settings, target, trail, invocation.surroundings().clock());
    }

    private static DeltaTarget target(SparkSession spark, ProveSettings settings) {
        return DeltaTarget.at(spark, settings.job().target().address());
    }
}
