package io.highwater.common.target;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names for what is kept beside a target. */
public final class Places {
    private static final int SHORT = 8;

    private Places() {}

    /** Where the deletions are remembered that a job brought to a target. */
    public static String tombstones(String statePath, String job, TargetAddress address) {
        return statePath + "/tombstones/" + job + "/" + of(address);
    }

    /** Where the events are kept that a job brought to a target with history. */
    public static String history(String statePath, String job, TargetAddress address) {
        return statePath + "/history/" + job + "/" + of(address);
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
