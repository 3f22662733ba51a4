package io.highwater.jobs.pipeline;

import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import io.highwater.jobs.cli.Surroundings;
import java.time.Duration;
import java.time.Instant;

/** A line for each change of a step. */
final class ProgressLines implements PipelineProgress {
    private final Surroundings surroundings;
    private final Instant began;

    ProgressLines(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.began = surroundings.clock().instant();
    }

    @Override
    public void changed(StepRecord record) {
        if (record.status() == StepStatus.PENDING) {
            return;
        }
        Duration passed = Duration.between(began, surroundings.clock().instant());
        surroundings
                .err()
                .printf(
                        "  %6.1f s  %-7s  %s: %s%n",
                        passed.toMillis() / 1000.0,
                        record.status(),
                        record.step(),
                        record.reason().orElse("").lines().findFirst().orElse(""));
        surroundings.err().flush();
    }
}
