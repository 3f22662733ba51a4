package io.highwater.common.source.catalog;

import io.highwater.common.source.DateLayout;
import io.highwater.common.source.FileFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a table because it is made of files.
 *
 * @param path where it is
 * @param format the files' format; empty for a Delta table
 * @param changeFeed whether it tells its changes
 * @param dates how dates stand in the files' names, if they do
 * @param notes what a reader of advice should know, a sentence each
 */
public record FileFacts(
        String path,
        Optional<FileFormat> format,
        ChangeFeed changeFeed,
        Optional<DateLayout> dates,
        List<String> notes) {
    public FileFacts {
        notes = List.copyOf(notes);
    }

    /** Whether a table tells its changes. */
    public enum ChangeFeed {
        KEPT,
        /** It is not, and could be. */
        OFF,
        IMPOSSIBLE
    }
}
