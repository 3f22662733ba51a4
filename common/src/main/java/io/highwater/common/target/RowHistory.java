package io.highwater.common.target;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a table's log and files still tell of one row. Values are texts, as SQL casts them; NULL is an empty Optional.
 *
 * @param changes commits that wrote the row or took it out, newest first
 * @param first what the table held of the row in the oldest version that is known, if that is not the table's first
 * @param oldest the oldest version that the log tells of
 * @param newest the newest version
 * @param blurred the newest version that had a file with, maybe, the row, and of which the file is gone; empty if there is none
 */
public record RowHistory(
        List<Change> changes,
        List<Map<String, Optional<String>>> first,
        long oldest,
        long newest,
        OptionalLong blurred) {
    public RowHistory {
        changes = List.copyOf(changes);
        first = List.copyOf(first);
    }

    /** What a commit did to a row. */
    public enum Kind {
        INSERTED,
        UPDATED,
        /** Written once more, as it was. */
        REWRITTEN,
        DELETED,
        /** It is in the table since, and what was before is not known. */
        WRITTEN,
        /** This version of it is not in the table since, and what came instead is not known. */
        REPLACED
    }

    /**
     * A commit.
     *
     * @param version the Delta version
     * @param at when it was made; empty if the commit does not say
     * @param operation what Delta's history calls it
     * @param stamp who made it; empty if it was none of the jobs
     * @param before the row as it was; several if the key is not unique
     * @param after the row as it is since
     */
    public record Change(
            long version,
            Optional<Instant> at,
            String operation,
            Optional<Stamp> stamp,
            Kind kind,
            List<Map<String, Optional<String>>> before,
            List<Map<String, Optional<String>>> after) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }
}
