package io.highwater.common.target;

import io.highwater.common.config.Section;
import java.time.Duration;
import java.util.Optional;

/**
 * What of a table's past is kept.
 *
 * @param retention for how long files stay that no longer belong to the table; empty for what the table says, and never less
 *     than {@link #SAFE}
 * @param logRetention for how long the log tells of commits; empty for what the table says
 * @param loads so many of the last loads can be undone, however long ago they were
 */
public record Keeping(Optional<Duration> retention, Optional<Duration> logRetention, int loads) {
    /** Delta's own: readers, and runs that are still writing, are given so much time. */
    public static final Duration SAFE = Duration.ofHours(168);
    /** What holds where nothing is said, as in {@code reference.conf}. */
    static final Keeping USUAL = new Keeping(Optional.empty(), Optional.empty(), 2);

    private static final int MANY = 1000;

    static Keeping from(Section upkeep) {
        Keeping keeping = new Keeping(
                upkeep.optionalDuration("retention"),
                upkeep.optionalDuration("log-retention"),
                upkeep.optionalInteger("keep-loads", 1, MANY).orElse(USUAL.loads));
        keeping.retention
                .filter(given -> given.compareTo(SAFE) < 0)
                .ifPresent(given -> upkeep.problem(
                        "retention",
                        "expected at least 7 days (168 hours): readers of earlier versions, runs that are still writing"
                                + " and undo need files for so long"));
        Duration least =
                keeping.retention.filter(given -> given.compareTo(SAFE) > 0).orElse(SAFE);
        keeping.logRetention
                .filter(given -> given.compareTo(least) < 0)
                .ifPresent(given -> upkeep.problem(
                        "log-retention",
                        "expected at least " + least.toHours()
                                + " hours, as long as files are kept: they are of no use to undo and readers without the"
                                + " log"));
        return keeping;
    }
}
