package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.quality.DeleteGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How rows that are gone from the source are found, and how many of them may be at once.
 *
 * @param means how they are found
 * @param every how long one comparison is good for
 * @param guard how many of them may be at once
 */
record DeleteDetection(Means means, Duration every, DeleteGuard guard) {
    /** How rows that are gone are found. */
    enum Means {
        /** They are not. */
        NONE,
        /** The target's keys are compared with the source's. */
        KEY_COMPARE
    }

    /** Reads it off the block {@code incremental}; what is wrong with it becomes problems of the configuration. */
    static DeleteDetection from(Section incremental, List<String> key) {
        DeleteDetection detection = new DeleteDetection(
                incremental.choice("delete-detection", Means.class),
                incremental.duration("compare-every"),
                new DeleteGuard(incremental.percent("max-delete")));
        if (detection.means == Means.KEY_COMPARE && key.isEmpty()) {
            incremental.problem(
                    "delete-detection", "keys cannot be compared without target.key; name the key, or expected none");
        }
        return detection;
    }

    /** Whether keys are to be compared, where they were compared last at some moment. */
    boolean isDue(Optional<Instant> last, Instant now) {
        return means == Means.KEY_COMPARE
                && last.map(moment -> !moment.plus(every).isAfter(now)).orElse(true);
    }
}
