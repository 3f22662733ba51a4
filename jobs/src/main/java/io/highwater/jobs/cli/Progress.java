package io.highwater.jobs.cli;

import io.highwater.common.job.Step;
import io.highwater.common.job.StepListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Prints a line per step. */
final class Progress implements StepListener {
    private final Surroundings surroundings;
    private final Set<Step> shown;
    private final Instant began;

    Progress(Surroundings surroundings, Set<Step> shown) {
        this.surroundings = surroundings;
        this.shown = shown;
        this.began = surroundings.clock().instant();
    }

    @Override
    public void reached(Step step) {
        if (!shown.contains(step)) {
            return;
        }
        Duration passed = Duration.between(began, surroundings.clock().instant());
        surroundings.err().printf("  %6.1f s  %s%n", passed.toMillis() / 1000.0, words(step));
        surroundings.err().flush();
    }

    private static String words(Step step) {
        return switch (step) {
            case LEASED -> "the job is ours";
            case RECONCILED -> "state and data agree";
            case PLANNED -> "planned, reading";
            case STAGED -> "read and written beside the table";
            case JUDGED -> "guards agree";
            case COMMITTED -> "committed";
            case RECORDED -> "recorded";
        };
    }
}
