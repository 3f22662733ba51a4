package io.highwater.common.source.feed;

import io.highwater.common.config.Section;
import io.highwater.common.source.FileFormat;

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
                        source.textMap("options"));
            case KAFKA ->
                new KafkaFeed(source.text("bootstrap-servers"), source.texts("topics"), source.textMap("properties"));
            case DELTA -> new DeltaFeed(source.text("path"));
        };
    }
}
