package io.highwater.jobs.prove;

import io.highwater.common.config.Section;
import io.highwater.common.job.CursorSettings;
import io.highwater.common.job.CursorStart;
import io.highwater.common.job.GoneRows;
import io.highwater.common.job.JobSettings;
import io.highwater.common.job.NullKeyPolicy;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.SoftDelete;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * What a proof is told.
 *
 * @param job what every pattern is told
 * @param cursor the cursor of an incremental job
 * @param start where an incremental job begins
 * @param softDelete how rows stay that are gone from the source; empty if they do not
 * @param nullKeys what an incremental job does with rows that have a NULL in their key
 */
record ProveSettings(
        JobSettings job,
        Optional<Cursor> cursor,
        CursorStart start,
        Optional<SoftDelete> softDelete,
        NullKeyPolicy nullKeys) {
    static ProveSettings from(Section root) {
        Section incremental = root.section("incremental");
        Optional<Cursor> cursor =
                incremental.has("column") ? Optional.of(CursorSettings.from(incremental)) : Optional.empty();
        JobSettings job = JobSettings.from(root);
        return new ProveSettings(
                job,
                cursor,
                CursorStart.from(incremental),
                GoneRows.marks(incremental, job.target()),
                incremental.choice("null-keys", NullKeyPolicy.class));
    }

    /** True for rows that a load sets aside, so that the target is not expected to hold them; empty if it sets none aside. */
    Optional<Column> setAside() {
        List<Column> reasons = new ArrayList<>();
        job.checks().stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .forEach(check -> reasons.add(check.fails()));
        if (nullKeys == NullKeyPolicy.QUARANTINE) {
            job.target()
                    .key()
                    .forEach(column -> reasons.add(CursorColumns.of(column).isNull()));
        }
        return reasons.stream().reduce(Column::or);
    }
}
