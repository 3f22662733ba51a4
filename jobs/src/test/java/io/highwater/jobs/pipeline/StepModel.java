package io.highwater.jobs.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random steps, and how they must end, written from the rules alone: asked of one step, it asks those it depends on. */
final class StepModel {
    private static final List<String> RULES = List.of("all-succeeded", "all-succeeded", "none-failed", "all-done");

    private final List<Step> steps;
    private final Map<Integer, End> ends = new HashMap<>();

    private record Step(List<Integer> dependsOn, String rule, boolean fails, boolean enabled) {}

    private enum End {
        SUCCESS("SUCCESS", false),
        FAILED("FAILED", true),
        SKIPPED_FOR_A_FAILURE("SKIPPED", true),
        SKIPPED("SKIPPED", false);

        private final String status;
        private final boolean bad;

        End(String status, boolean bad) {
            this.status = status;
            this.bad = bad;
        }
    }

    StepModel(long seed, int count) {
        Random random = new Random(seed);
        steps = IntStream.range(0, count)
                .mapToObj(number -> new Step(
                        random.ints(random.nextInt(4), 0, Math.max(1, number))
                                .filter(other -> other < number)
                                .distinct()
                                .boxed()
                                .toList(),
                        RULES.get(random.nextInt(RULES.size())),
                        random.nextInt(100) < 12,
                        random.nextInt(100) >= 5))
                .toList();
    }

    /** As a configuration has them; written backwards, because their order must not matter. */
    String written() {
        return IntStream.range(0, steps.size())
                .map(i -> steps.size() - 1 - i)
                .mapToObj(number -> {
                    Step step = steps.get(number);
                    String others = step.dependsOn.stream().map(StepModel::name).collect(Collectors.joining(", "));
                    return String.format(
                            "%s { class = \"io.highwater.jobs.pipeline.OwnSteps$%s\", depends-on = [%s], when = %s,"
                                    + " enabled = %s, options.quietly = true }",
                            name(number), step.fails ? "Fail" : "Tell", others, step.rule, step.enabled);
                })
                .collect(Collectors.joining("\n"));
    }

    Map<String, String> statuses() {
        return IntStream.range(0, steps.size())
                .boxed()
                .collect(Collectors.toMap(StepModel::name, number -> end(number).status));
    }

    private static String name(int number) {
        return "step-" + number;
    }

    private End end(int number) {
        End known = ends.get(number);
        if (known == null) {
            known = computed(steps.get(number));
            ends.put(number, known);
        }
        return known;
    }

    private End computed(Step step) {
        List<End> others = step.dependsOn.stream().map(this::end).toList();
        boolean bad = others.stream().anyMatch(end -> end.bad);
        boolean lacking = others.stream().anyMatch(end -> end != End.SUCCESS);
        if (!step.enabled) {
            return End.SKIPPED;
        }
        if ((step.rule.equals("all-succeeded") && lacking) || (step.rule.equals("none-failed") && bad)) {
            return bad ? End.SKIPPED_FOR_A_FAILURE : End.SKIPPED;
        }
        return step.fails ? End.FAILED : End.SUCCESS;
    }
}
