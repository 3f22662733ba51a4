package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import io.highwater.common.job.CursorSettings;
import io.highwater.common.job.CursorStart;
import io.highwater.common.job.GoneRows;
import io.highwater.common.job.JobSettings;
import io.highwater.common.job.NullKeyPolicy;
import io.highwater.common.source.Cursor;
import io.highwater.common.target.NewColumns;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.SoftDelete;
import java.time.Duration;
import java.util.Optional;

/**
 * What an incremental load is told.
 *
 * @param job what every pattern is told
 * @param cursor the column that says when a row changed
 * @param lag how far behind the source's clock to stay
 * @param overlap how far below the watermark to read again; empty for what suits the cursor
 * @param start where the first run begins
 * @param windowRows about how many rows a window holds at most, each window being a commit
 * @param onNull what happens to rows without a cursor
 * @param nullKeys what happens to rows without a key
 * @param holds what happens when an open transaction holds the window back
 * @param deletes how rows that are gone from the source are found
 * @param softDelete how rows stay that are gone from the source; empty if they do not
 * @param schema what happens when the source's columns are not the table's
 */
public record IncrementalSettings(
        JobSettings job,
        Cursor cursor,
        Duration lag,
        Optional<Overlap> overlap,
        CursorStart start,
        long windowRows,
        NullCursor onNull,
        NullKeyPolicy nullKeys,
        Holds holds,
        DeleteDetection deletes,
        Optional<SoftDelete> softDelete,
        SchemaPolicy schema) {

    /** What happens to rows whose cursor is NULL: no range holds them. */
    public enum NullCursor {
        /** The run is refused. */
        FAIL,
        /** Every run reads them. */
        INCLUDE,
        /** No run reads them; they are counted. */
        EXCLUDE
    }

    private static final Shape<Overlap> OVERLAP = Shape.parsed(
            "expected a duration such as 10 minutes, or a number for an integer cursor",
            Overlap.none(),
            Overlap::parse);

    /** Reads the configuration; what is wrong with it becomes problems of the configuration. */
    public static IncrementalSettings from(Section root) {
        Section incremental = root.section("incremental");
        Section late = incremental.section("late-commits");
        JobSettings job = JobSettings.from(root);
        return new IncrementalSettings(
                job,
                CursorSettings.from(incremental),
                incremental.duration("lag"),
                incremental.optionalValue("overlap", OVERLAP),
                CursorStart.from(incremental),
                incremental.longInteger("window-rows", 1, Long.MAX_VALUE),
                incremental.choice("on-null", NullCursor.class),
                incremental.choice("null-keys", NullKeyPolicy.class),
                new Holds(late.duration("max-hold"), late.choice("then", Holds.Then.class), late.duration("max-wait")),
                DeleteDetection.from(incremental, job.target().key()),
                GoneRows.marks(incremental, job.target()),
                incremental.choice("schema", NewColumns.class).policy());
    }
}
