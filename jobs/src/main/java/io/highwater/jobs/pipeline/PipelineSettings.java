package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.Tended;
import io.highwater.jobs.pipeline.graph.Graph;
import io.highwater.jobs.pipeline.graph.Node;
import io.highwater.jobs.pipeline.graph.TriggerRule;
import io.highwater.jobs.pipeline.step.UpkeepWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pipeline is told.
 *
 * @param identity what it is known by: a job among the others below its state path
 * @param parallelism the greatest sum of the weights of steps that run at a time
 * @param steps in an order in which each comes after those it depends on
 */
record PipelineSettings(JobIdentity identity, int parallelism, List<StepSettings> steps) {
    private static final int MOST_AT_A_TIME = 1000;
    /** What a step does not take from the top of the configuration. */
    private static final Set<String> NOT_SHARED = Set.of("pipeline", "job", "spark", "advise");

    PipelineSettings {
        steps = List.copyOf(steps);
    }

    /**
     * Reads the configuration; what is wrong with it becomes problems of the configuration. A step is a job's configuration:
     * what it does not say, {@code pipeline.defaults} says, or else the top of the configuration.
     *
     * @param works reads what steps do
     */
    static PipelineSettings from(Section root, StepWorks works) {
        Section pipeline = root.section("pipeline");
        Section shared = pipeline.section("defaults").over(root, NOT_SHARED);
        Section steps = pipeline.section("steps");
        Map<String, StepSettings> read = read(steps, shared, works);
        JobIdentity identity = JobIdentity.of(pipeline.value("name", JobIdentity.JOB_NAME), shared.section("state"));
        PipelineSettings settings = new PipelineSettings(
                identity,
                pipeline.integer("parallelism", 1, MOST_AT_A_TIME),
                new StepGraph(identity, steps, read).ordered());
        if (read.isEmpty()) {
            pipeline.problem("steps", "expected at least one step");
        }
        steps.acceptRest();
        pipeline.section("defaults").acceptRest();
        pipeline.rejectUnknown();
        root.acceptRest();
        return settings;
    }

    private static Map<String, StepSettings> read(Section steps, Section shared, StepWorks works) {
        Map<String, StepSettings> read = new LinkedHashMap<>();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String name : steps.names()) {
            Section step = steps.section(name).over(shared, Set.of());
            if (TableSteps.isMeantBy(step)) {
                Map<String, Section> many = new TableSteps(step).byName();
                // A table that has a step of its own is an exception.
                many.keySet().removeAll(steps.names());
                many.forEach((table, section) -> read.put(table, step(table, section.or("job", table), works)));
                groups.put(name, List.copyOf(many.keySet()));
            } else {
                if (!JobIdentity.isName(name)) {
                    steps.problem(name, "expected a step's name of letters, digits, '.', '_' and '-'");
                }
                read.put(name, step(name, step.or("job", name), works));
            }
        }
        read.replaceAll((name, step) -> step.dependingOn(step.node().dependsOn().stream()
                .flatMap(other -> groups.getOrDefault(other, List.of(other)).stream())
                .toList()));
        read.replaceAll((name, step) -> tending(step, read, steps));
        return read;
    }

    /** Upkeep that names no table is of those of the steps that it depends on. */
    private static StepSettings tending(StepSettings step, Map<String, StepSettings> all, Section steps) {
        if (!(step.work() instanceof UpkeepWork upkeep)) {
            return step;
        }
        List<Tended> tended = step.node().dependsOn().stream()
                .filter(all::containsKey)
                .flatMap(other -> all.get(other).work().tables().stream())
                .distinct()
                .toList();
        if (tended.isEmpty()) {
            steps.section(step.name())
                    .problem("depends-on", "expected steps that keep tables, whose upkeep this is, or a target");
        }
        return step.doing(upkeep.of(tended));
    }

    private static StepSettings step(String name, Section step, StepWorks works) {
        Section retry = step.section("retry");
        StepSettings settings = new StepSettings(
                new Node(name, step.optionalTexts("depends-on"), step.choice("when", TriggerRule.class)),
                works.of(step),
                step.integer("weight", 1, MOST_AT_A_TIME),
                new StepSettings.Retry(retry.integer("attempts", 1, MOST_AT_A_TIME), retry.duration("backoff")),
                step.optionalDuration("timeout"),
                step.flag("enabled"));
        step.rejectUnknown();
        return settings;
    }

    /** The steps as a graph. */
    Graph graph() {
        return Graph.of(steps.stream().map(StepSettings::node).toList());
    }

    /** A step by its name. */
    StepSettings step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
