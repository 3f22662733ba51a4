package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Step;
import io.highwater.common.report.PipelineReport;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import io.highwater.jobs.pipeline.graph.Graph;
import io.highwater.jobs.pipeline.graph.Selection;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline}: runs many jobs in one Spark session, in the order of their dependencies. */
@Command(
        name = PipelineJob.PATTERN,
        description = "Runs the steps of a pipeline, each as soon as those it depends on have succeeded.")
public final class PipelineCommand extends JobCommand<PipelineSettings> {
    private static final String LAST = "last";

    @Option(
            names = "--select",
            paramLabel = "STEPS",
            description = "Runs some steps: orders, +orders (with what it waits for), orders+ (with what waits for it);"
                    + " * stands for anything, commas separate several.")
    private List<String> selected = List.of();

    @Option(
            names = "--resume",
            arity = "0..1",
            fallbackValue = LAST,
            paramLabel = "RUN",
            description = "Keeps what succeeded in that run, or in the last one, and runs the rest.")
    private String resumed;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Steps at a time, by their weights, instead of pipeline.parallelism.")
    private Integer parallelism;

    @Option(names = "--dry-run", description = "Says what each step would do, and does nothing.")
    private boolean dryRun;

    public PipelineCommand() {
        super(Keys.ALL_KNOWN);
    }

    @Override
    protected PipelineSettings settings(Section root, States states) {
        if (parallelism != null && parallelism < 1) {
            root.problem("pipeline", "--parallelism: expected at least 1");
        }
        return PipelineSettings.from(root, new StepWorks(states, surroundings().listener()));
    }

    @Override
    protected int run(Invocation<PipelineSettings> invocation) {
        PipelineSettings settings = invocation.settings();
        PipelinePlan plan = plan(invocation);
        if (dryRun) {
            SparkSession spark = invocation.session(settings.identity().name());
            Rehearsal rehearsal = new Rehearsal(plan, new StepSessions(spark));
            rehearsal.lines().forEach(surroundings().out()::println);
            return rehearsal.code().code();
        }
        AtomicReference<PipelineRun> run = new AtomicReference<>();
        try {
            invocation.run(
                    settings.identity(),
                    PipelineJob.PATTERN,
                    plan.selected().size() + " steps",
                    EnumSet.noneOf(Step.class),
                    spark -> job(invocation, plan, spark, run));
        } finally {
            Optional.ofNullable(run.get()).ifPresent(this::print);
        }
        return ExitCode.OK.code();
    }

    private PipelineJob job(
            Invocation<PipelineSettings> invocation,
            PipelinePlan plan,
            SparkSession spark,
            AtomicReference<PipelineRun> run) {
        PipelineSettings settings = invocation.settings();
        run.set(new PipelineRun(
                plan,
                spark,
                invocation.states().pipelines(settings.identity().statePath()),
                surroundings().clock(),
                new ProgressLines(surroundings())));
        return new PipelineJob(run.get());
    }

    private void print(PipelineRun run) {
        PrintStream out = surroundings().out();
        PipelineReport.lines(run.records()).forEach(out::println);
    }

    private PipelinePlan plan(Invocation<PipelineSettings> invocation) {
        PipelineSettings settings = invocation.settings();
        Graph graph = settings.graph();
        Graph chosen = graph;
        if (!selected.isEmpty()) {
            Selection selection = Selection.of(selected);
            List<String> unknown = selection.unknown(graph);
            if (!unknown.isEmpty()) {
                throw new UserException(
                        ExitCode.USAGE,
                        "--select: no step is called " + String.join(", ", unknown) + ". There are "
                                + String.join(", ", graph.names()) + ".");
            }
            chosen = graph.only(selection.in(graph));
        }
        return new PipelinePlan(
                settings,
                chosen,
                resumed == null ? Optional.empty() : Optional.of(earlier(invocation)),
                parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism),
                this::redact);
    }

    private PipelineLedger.Run earlier(Invocation<PipelineSettings> invocation) {
        PipelineSettings settings = invocation.settings();
        String name = settings.identity().name();
        List<PipelineLedger.Run> runs = invocation
                .states()
                .pipelines(settings.identity().statePath())
                .runs()
                .stream()
                .filter(run -> run.pipeline().equals(name))
                .toList();
        return runs.stream()
                .filter(run -> resumed.equals(LAST) || run.run().equals(resumed))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        ExitCode.USAGE,
                        "--resume: pipeline " + name + " has no run "
                                + (resumed.equals(LAST) ? "yet" : resumed)
                                + runs.stream()
                                        .findFirst()
                                        .map(last -> "; its last one is " + last.run())
                                        .orElse("")
                                + "."));
    }
}
