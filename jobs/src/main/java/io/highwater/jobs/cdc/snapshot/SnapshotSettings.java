package io.highwater.jobs.cdc.snapshot;

import io.highwater.common.config.Section;
import io.highwater.common.job.SourceSettings;
import io.highwater.common.quality.DeleteGuard;
import io.highwater.common.source.FileSource;
import io.highwater.common.source.Source;

/**
 * What a merge of snapshots is told about them.
 *
 * @param source where they are
 * @param each what one of them is
 * @param guard how many rows one of them may delete
 */
public record SnapshotSettings(Source source, Each each, DeleteGuard guard) {
    /** What one snapshot is. */
    public enum Each {
        /** All rows of the source when a run reads it. */
        RUN,
        /** A directory below the source's path. */
        DIRECTORY
    }

    /** Reads the blocks {@code source} and {@code cdc}; what is wrong with them becomes problems of the configuration. */
    public static SnapshotSettings from(Section root) {
        Section snapshots = root.section("cdc").section("snapshots");
        SnapshotSettings settings = new SnapshotSettings(
                SourceSettings.from(root.section("source")),
                snapshots.choice("each", Each.class),
                new DeleteGuard(snapshots.percent("max-delete")));
        if (settings.each == Each.DIRECTORY && !(settings.source instanceof FileSource)) {
            snapshots.problem("each", "directories need source.type = files; expected run, or that type");
        }
        return settings;
    }
}
