package io.highwater.common.source.feed;

import io.highwater.common.config.Section;
import io.highwater.common.source.FileFormat;
import java.util.List;
import java.util.Map;

/** Reads the block {@code source} of a job that reads a feed. */
public final class FeedSettings {
    private FeedSettings() {}

    private enum Type {
        FILES,
        KAFKA,
        DELTA
    }

    /** Reads the block; what is wrong with it becomes a problem of the configuration. */
    public static Feed from(Section source) {
        return switch (source.choice("type", Type.class)) {
            case FILES ->
                new FileFeed(
                        source.text("path"),
                        source.choice("format", FileFormat.class),
                        source.optionalText("schema"),
                        options(source));
            case KAFKA ->
                new KafkaFeed(source.text("bootstrap-servers"), source.texts("topics"), source.textMap("properties"));
            case DELTA -> new DeltaFeed(source.text("path"));
        };
    }

    private static Map<String, String> options(Section source) {
        Map<String, String> options = source.textMap("options");
        List<String> losing = ReaderOptions.losing(options);
        if (!losing.isEmpty()) {
            source.problem("options", String.join(", ", losing) + " would lose events without a word; leave that out");
        }
        return options;
    }
}
