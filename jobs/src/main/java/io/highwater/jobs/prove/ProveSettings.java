package io.highwater.jobs.prove;

import io.highwater.common.config.Section;
import io.highwater.common.job.CursorSettings;
import io.highwater.common.job.JobSettings;
import io.highwater.common.source.Cursor;
import java.util.Optional;

/**
 * What a proof is told.
 *
 * @param job what every pattern is told
 * @param cursor the cursor of an incremental job
 */
record ProveSettings(JobSettings job, Optional<Cursor> cursor) {
    static ProveSettings from(Section root) {
        Section incremental = root.section("incremental");
        Optional<Cursor> cursor =
                incremental.has("column") ? Optional.of(CursorSettings.from(incremental)) : Optional.empty();
        return new ProveSettings(JobSettings.from(root), cursor);
    }
}
