package io.highwater.common.source;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;

/** A source's rows by the column that says when they changed. Nothing is read until a window is opened. */
public interface Changes extends AutoCloseable {
    /** What is read, in words, without credentials. */
    String describe();

    /** What the cursor counts. */
    CursorType type();

    /** The columns that rows will have. */
    StructType schema();

    /**
     * Asks the source how far it may be read now. To be asked before a reading is opened.
     *
     * @param lag how far behind the source's clock to stay; must be zero for an integer cursor
     */
    Horizon horizon(Duration lag);

    /**
     * Counts the rows that no window up to {@code now} holds.
     *
     * @param now the cursor's position at the source's clock
     */
    Strays strays(long now);

    /** Counts the rows whose cursor is NULL. Costs nothing where the source knows that there are none. */
    long withoutCursor();

    /** Whether a window holds any row at all, found without a Spark job where the source can. */
    boolean holdsRows(Window window);

    /** About how many rows a window holds, found without reading them; empty if the source has no idea. */
    OptionalLong estimate(Window window);

    /**
     * Positions that cut a window into parts of at most about so many rows each; none where the window is small, or where
     * reading it in parts would read the whole source for each.
     */
    List<Long> cuts(Window window, long rows);

    /**
     * Opens the rows of a window, pushed down to the source, read in balanced splits.
     *
     * @param withoutCursor whether rows whose cursor is NULL come along
     */
    Reading open(Window window, WithoutCursor withoutCursor);

    /**
     * Opens the rows of a window, pushed down to the source, read in parts that end where the caller says.
     *
     * @param cuts positions inside the window, ascending; none makes one part of it
     */
    Reading open(Window window, List<Long> cuts);

    /**
     * The keys of all rows, whatever their cursor is. To be asked of a source whose columns include the key's.
     *
     * @param key the columns that tell rows apart, at least one
     */
    Keys keys(List<String> key);

    /** What would make reading by this cursor better, such as the statement that makes a missing index; a sentence each. */
    List<String> advice();

    @Override
    void close();

    /** What happens to rows whose cursor is NULL. */
    enum WithoutCursor {
        INCLUDED,
        LEFT_OUT
    }
}
