package io.highwater.common.source;

import java.time.Instant;
import java.util.List;

/**
 * How far a source may be read without missing rows that appear later. It is looked at before the rows are read: what is
 * committed below {@code bound} by then is seen by every reading opened afterwards.
 *
 * @param clock the source's clock
 * @param now the cursor's position at that clock; for an integer cursor one more than the greatest value
 * @param bound the first position that may still be written to: at most {@code now} less the lag, at most the beginning of
 *     the oldest open transaction; on the grid of the column's precision. Below every row where nothing can be known,
 *     because it is hidden when an open transaction began, or because the cursor is a whole number and one is open
 * @param holding the open transactions that keep {@code bound} below what the lag alone would allow, oldest first
 * @param notes what a careful reader should know about how sure this is, a sentence each
 */
public record Horizon(Instant clock, long now, long bound, List<OpenTransaction> holding, List<String> notes) {
    public Horizon {
        holding = List.copyOf(holding);
        notes = List.copyOf(notes);
    }
}
