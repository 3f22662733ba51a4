package io.highwater.common.source.feed;

import io.highwater.common.quality.Refusal;
import java.util.List;
import java.util.Map;

/**
 * Whether a feed can be read on from where it was left.
 *
 * @param parts what tells the feed's parts, by their names, from others that could take their place
 * @param losses what of it is gone and was not read; none if reading can go on
 */
public record Standing(Map<String, String> parts, List<Refusal> losses) {
    public Standing {
        parts = Map.copyOf(parts);
        losses = List.copyOf(losses);
    }
}
