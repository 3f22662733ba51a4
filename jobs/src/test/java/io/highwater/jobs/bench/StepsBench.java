package io.highwater.jobs.bench;

import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.StepRecord;
import io.highwater.jobs.Highwater;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import io.highwater.jobs.pipeline.step.PipelineStep;
import io.highwater.jobs.pipeline.step.StepContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What it costs to run a step, whatever the step does: a graph of steps that do nothing, each waiting for up to three of those
 * before it. Arguments: steps (200), rounds (5). To be run from the project's root.
 */
public final class StepsBench {
    private static final int SEED = 42;

    private StepsBench() {}

    /** A step that does nothing. */
    public static final class Nothing implements PipelineStep {
        @Override
        public void run(StepContext context) {}
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory("highwater-bench");
        Path file = Files.writeString(directory.resolve("steps.conf"), written(directory, steps));
        for (int round = 1; round <= rounds; round++) {
            Duration took = run(directory, file);
            System.out.printf(
                    "round %d: %,d steps that do nothing, 4 at a time: %.2f s from the first to the last, %.1f ms a step%n",
                    round, steps, took.toMillis() / 1000.0, (double) took.toMillis() / steps);
        }
    }

    private static Duration run(Path directory, Path file) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int code = JobMain.execute(
                new Highwater(),
                new Surroundings(nowhere, nowhere, Map.of(), Clock.systemUTC(), step -> {}),
                "pipeline",
                "--conf-file",
                file.toString());
        if (code != 0) {
            throw new IllegalStateException("The pipeline ended with exit code " + code);
        }
        List<StepRecord> records = new PipelineLedger(
                        new Configuration(), directory.resolve("state").toString())
                .runs()
                .get(0)
                .steps();
        Instant first = records.stream()
                .map(step -> step.startedAt().orElseThrow())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = records.stream()
                .map(step -> step.endedAt().orElseThrow())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return Duration.between(first, last);
    }

    private static String written(Path directory, int steps) {
        Random random = new Random(SEED);
        String all = IntStream.range(0, steps)
                .mapToObj(step -> "s" + step + " { class = \"" + Nothing.class.getName() + "\", depends-on = ["
                        + String.join(", ", before(step, random)) + "] }")
                .collect(Collectors.joining("\n"));
        return "highwater {\nstate.path = \"" + directory.resolve("state") + "\"\npipeline { name = steps, steps {\n"
                + all + "\n} } }\n";
    }

    private static TreeSet<String> before(int step, Random random) {
        TreeSet<String> before = new TreeSet<>();
        for (int i = 0; i < random.nextInt(4) && step > 0; i++) {
            before.add("s" + random.nextInt(step));
        }
        return before;
    }
}
