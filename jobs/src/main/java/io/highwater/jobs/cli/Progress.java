package io.highwater.jobs.cli;

import io.highwater.common.job.Step;
import io.highwater.common.job.StepListener;
import java.time.Duration;
import java.time.Instant;

/** Prints a line per step. */
final class Progress implements StepListener {
    private final Surroundings surroundings;
    private final Instant began;

    Progress(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.began = surroundings.clock().instant();
    }

    @Override
    public void reached(Step step) {
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
