package io.highwater.common.target;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Names for what is kept beside a target. */
public final class Places {
    private static final int SHORT = 8;

    private Places() {}

    /**
     * Where the deletions are remembered that a target does not show: at the place that its last merge tells, whichever job
     * made it, or else at one of the job's own.
     */
    public static String tombstones(String statePath, String job, DeltaTarget target) {
        return statePath + "/tombstones/" + told(Stamp.TOMBSTONES, job, target);
    }

    /** Where all events are remembered that the periods of a target with history follow from: found in the same way. */
    public static String history(String statePath, String job, DeltaTarget target) {
        return statePath + "/history/" + told(Stamp.EVENTS, job, target);
    }

    private static String told(String fact, String job, DeltaTarget target) {
        return target.live()
                .flatMap(live -> target.latestTelling(Stamp.HISTORY))
                .flatMap(merge -> Optional.ofNullable(merge.stamp().facts().get(fact)))
                .orElseGet(() -> job + "/" + of(target.address()));
    }

    /** The last two words of such a place, by which commits tell of it: the state as a whole may be moved. */
    public static String told(String path) {
        String[] words = path.split("/");
        return words[words.length - 2] + "/" + words[words.length - 1];
    }

    /** The last word of the target's address, to be recognized, and a digest of all of it, to be told apart. */
    public static String of(TargetAddress address) {
        String text = address.toString();
        String word = text.replaceAll("/+$", "").replaceAll(".*[/.]", "").replaceAll("[^A-Za-z0-9_-]", "_");
        String digest =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return word + "-" + digest.substring(0, SHORT);
    }
}
