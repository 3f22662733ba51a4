package io.highwater.jobs.incremental;

import io.highwater.common.config.Percent;
import io.highwater.common.config.Section;
import io.highwater.common.quality.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How rows that are gone from the source are found, and how many of them may be at once.
 *
 * @param means how they are found
 * @param every how long one comparison is good for
 * @param maxDelete a greater share of the target's rows is not deleted
 */
record DeleteDetection(Means means, Duration every, Percent maxDelete) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

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
                incremental.percent("max-delete"));
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

    /**
     * Decides from the figures alone whether rows may be deleted.
     *
     * @param gone rows of the target that the source no longer has
     * @param rows rows of the target
     * @param sourceKeys keys of the source
     * @return what stands against it, empty if nothing does
     */
    List<Refusal> judge(long gone, long rows, long sourceKeys) {
        if (gone == 0 || maxDelete.value().compareTo(WHOLE) == 0) {
            return List.of();
        }
        if (sourceKeys == 0) {
            return List.of(new Refusal(
                    "max-delete",
                    String.format(
                            "the source has no keys at all, so that %,d of %,d rows would go; %s is allowed",
                            gone, rows, maxDelete)));
        }
        BigDecimal share =
                BigDecimal.valueOf(gone).multiply(WHOLE).divide(BigDecimal.valueOf(rows), 10, RoundingMode.HALF_UP);
        return share.compareTo(maxDelete.value()) <= 0
                ? List.of()
                : List.of(new Refusal(
                        "max-delete",
                        String.format(
                                "%,d of %,d rows are gone from the source, %s percent; %s is allowed",
                                gone,
                                rows,
                                share.setScale(1, RoundingMode.HALF_UP).toPlainString(),
                                maxDelete)));
    }
}
