package io.highwater.jobs.cdc;

import io.highwater.common.source.feed.Feed;
import io.highwater.common.target.DeltaTarget;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a feed is begun again that cannot be read on from where it was left, a sentence for each case. One that begins with the
 * rows of a table tells nothing of those that are gone, so the target must not have any yet.
 *
 * @param checkpoint the directory that tells how far the feed was read
 * @param targets the tables it goes into
 */
record Anew(Feed feed, String checkpoint, List<DeltaTarget> targets) {
    private static final String REREAD = "--set cdc.lost-checkpoint=reread";

    /** Whether a target that has rows of the feed ends right when the feed is read again. */
    boolean doesNoHarm() {
        return feed.beginning() == Feed.Beginning.RECORDS;
    }

    /** Where the checkpoint is gone. */
    String withoutCheckpoint() {
        return doesNoHarm()
                ? "If the feed still has all its records, reading them again does no harm: " + REREAD
                        + ". Otherwise load the table anew first."
                : "Bring back a copy of the checkpoint, or begin again. " + withRows();
    }

    /** Where a table lacks what was read. */
    String withoutRows() {
        return doesNoHarm()
                ? "If the feed still has all its records, begin it again: delete " + checkpoint + " and run with "
                        + REREAD + ". Otherwise load the table anew first."
                : "Begin again. " + withRows();
    }

    /** Where the feed lacks what was not read yet. */
    String withoutRecords() {
        return doesNoHarm()
                ? "What these records said is not in it. Load the table anew, then begin the feed again: delete "
                        + checkpoint + " and run with " + REREAD + "."
                : "Begin again. " + withRows();
    }

    /** Where another feed has taken its place, to which deletions that are remembered of this one mean nothing. */
    String ofAnother() {
        return "If that one is meant, move " + tables() + " away or drop it, and give the job another highwater.job.";
    }

    /** Where the same feed may have moved; empty if that does not help. */
    String inAnotherPlace() {
        return doesNoHarm()
                ? " If it is the same in another place, and still has all its records, begin it again: delete "
                        + checkpoint + " and run with " + REREAD + "."
                : "";
    }

    private String withRows() {
        return "The feed begins with the rows that the source has then, and does not tell which were deleted before: move "
                + tables() + " away or drop it, delete " + checkpoint + ", and run as usual.";
    }

    private String tables() {
        return targets.stream().map(target -> target.address().toString()).collect(Collectors.joining(", "));
    }
}
