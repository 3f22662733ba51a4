package io.highwater.jobs.cdc;

import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.source.feed.Standing;
import io.highwater.common.state.FeedCheckpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a reading knows of the feed's parts, so that others in their place are not taken for them.
 *
 * @param checkpoint where the reading keeps it
 */
record FeedParts(FeedCheckpoint checkpoint) {
    private static final String PART = "part.";

    /**
     * The parts as they are now.
     *
     * @param anew how the feed is begun again
     * @throws RefusedException if what was to be read next is gone
     */
    Map<String, String> unbroken(Anew anew, Optional<FeedCheckpoint.Reading> reading) {
        Feed feed = anew.feed();
        Standing standing =
                feed.standing(checkpoint.progress(reading.map(FeedParts::known).orElse(Map.of())));
        if (!standing.losses().isEmpty()) {
            throw new RefusedException(
                    "Refused to go on reading " + feed.describe() + ": not all that was to be read next is there.",
                    standing.losses(),
                    "The target is as it was. " + anew.withoutRecords());
        }
        return standing.parts();
    }

    private static Map<String, String> known(FeedCheckpoint.Reading reading) {
        Map<String, String> parts = new TreeMap<>();
        reading.facts().forEach((name, value) -> {
            if (name.startsWith(PART)) {
                parts.put(name.substring(PART.length()), value);
            }
        });
        return parts;
    }

    /** A reading's facts and these parts; parts it knew before stay. */
    static Map<String, String> facts(Map<String, String> facts, Map<String, String> parts) {
        Map<String, String> all = new TreeMap<>(facts);
        parts.forEach((name, value) -> all.put(PART + name, value));
        return all;
    }

    /** The reading, with parts that it did not know yet. */
    FeedCheckpoint.Reading remembered(FeedCheckpoint.Reading reading, Map<String, String> parts) {
        Map<String, String> facts = facts(reading.facts(), parts);
        return facts.equals(reading.facts())
                ? reading
                : checkpoint.keep(new FeedCheckpoint.Reading(reading.id(), facts));
    }
}
