package io.highwater.common.source.feed;

import java.util.Map;
import java.util.Optional;

/**
 * How far a feed was read.
 *
 * @param parts the feed's parts by what told them from others of the same name, as {@link Standing} had them; none at first
 * @param done where the last finished batch ended, in the words of Structured Streaming; empty if none was finished
 * @param planned where the batch is to end that was begun and not finished; empty if there is none
 */
public record Progress(Map<String, String> parts, Optional<String> done, Optional<String> planned) {
    public Progress {
        parts = Map.copyOf(parts);
    }
}
