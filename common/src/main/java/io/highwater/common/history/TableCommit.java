package io.highwater.common.history;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A commit of a Delta table, as the table's log tells of it.
 *
 * @param version the Delta version
 * @param at when it was made
 * @param operation what was done, in Delta's words: {@code MERGE}
 * @param parameters how, in Delta's words: {@code mode} and the like
 * @param metrics what whoever made the commit counted
 * @param userMetadata what whoever made the commit had to say; empty if nothing
 * @param touched what became of the table's files
 * @param before how large the table was before; empty if nobody noted it
 */
public record TableCommit(
        long version,
        Instant at,
        String operation,
        Map<String, String> parameters,
        Map<String, String> metrics,
        Optional<String> userMetadata,
        Touched touched,
        Optional<Size> before) {
    public TableCommit {
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
    }

    /**
     * What became of files.
     *
     * @param added files that came
     * @param replaced files that went
     * @param marked files of which only rows went, through a deletion vector
     * @param bytesReplaced the size of those that went
     */
    public record Touched(long added, long replaced, long marked, long bytesReplaced) {}

    /** How large a table is. */
    public record Size(long files, long bytes) {}

    /** What was counted under one of some names; empty if nothing was. */
    public OptionalLong counted(String... names) {
        for (String name : names) {
            if (metrics.containsKey(name)) {
                return OptionalLong.of(Long.parseLong(metrics.get(name)));
            }
        }
        return OptionalLong.empty();
    }
}
