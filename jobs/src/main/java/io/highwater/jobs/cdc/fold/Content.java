package io.highwater.jobs.cdc.fold;

import java.util.Set;

/**
 * What some events of one table have.
 *
 * @param rows how many are upserts or deletes
 * @param truncations how many empty the table
 * @param partial the columns that some upsert has no value for
 */
public record Content(long rows, long truncations, Set<String> partial) {
    public Content {
        partial = Set.copyOf(partial);
    }
}
