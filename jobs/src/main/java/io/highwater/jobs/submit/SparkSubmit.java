package io.highwater.jobs.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code spark-submit} on a standalone cluster or YARN. */
final class SparkSubmit implements Platform {
    private static final Map<String, String> ONE_ATTEMPT = Map.of("spark.yarn.maxAppAttempts", "1");

    @Override
    public String text(Submission job) {
        ShellCommand command =
                new ShellCommand("spark-submit", "--master", job.place().master());
        boolean yarn = job.place().master().equals("yarn");
        Map<String, String> properties = new TreeMap<>(job.withDelta());
        if (yarn) {
            command.line("--deploy-mode", "cluster");
            ONE_ATTEMPT.forEach(properties::putIfAbsent);
        }
        return rest(command.line("--name", job.name()), job, properties);
    }

    @Override
    public String use(Submission job) {
        return "run it where Spark is installed";
    }

    /** The options of a step on YARN, after {@code spark-submit}. A second attempt would not be ours to count. */
    static List<String> onYarn(Submission job) {
        Map<String, String> properties = new TreeMap<>(job.withDelta());
        ONE_ATTEMPT.forEach(properties::putIfAbsent);
        List<String> options = new ArrayList<>(List.of("--deploy-mode", "cluster"));
        options.addAll(options(job, properties));
        return options;
    }

    /** Packages, settings and class, in this order. */
    static List<String> options(Submission job, Map<String, String> properties) {
        List<String> options = new ArrayList<>();
        if (!job.packages().isEmpty()) {
            options.addAll(List.of("--packages", String.join(",", job.packages())));
        }
        properties.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
        options.addAll(List.of("--class", job.mainClass()));
        return options;
    }

    /** Ends a command with options, jar and arguments. */
    static String rest(ShellCommand command, Submission job, Map<String, String> properties) {
        return command.arguments(options(job, properties))
                .line(job.jar())
                .arguments(job.arguments())
                .text();
    }
}
