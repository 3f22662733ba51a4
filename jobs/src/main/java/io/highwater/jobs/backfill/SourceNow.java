package io.highwater.jobs.backfill;

import io.highwater.common.target.Stamp;
import io.highwater.common.time.CursorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the source said before a run read from it.
 *
 * @param clock the position of its clock
 * @param seen how far an incremental load may read it without missing rows; empty if nobody asked
 */
record SourceNow(long clock, Optional<String> seen) {
    /** The same as facts of a stamp. */
    Map<String, String> facts(CursorType type) {
        Map<String, String> facts = new HashMap<>(Map.of(Stamp.AS_OF, type.text(clock)));
        seen.ifPresent(position -> facts.put(Stamp.SEEN, position));
        return facts;
    }
}
