package io.highwater.common.target;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Where in a table rows with some keys can be.
 *
 * @param conditions what all such rows meet
 * @param pages the parts of the files to look in, if that is known
 */
record Whereabouts(List<Column> conditions, Optional<PageFilter> pages) {
    private static final int RANGES = 256;

    /**
     * @param extent of rows that have the keys, at least of the key's columns
     * @param key the key's columns
     * @param nulls what a NULL in them is
     * @param metadata the table
     */
    static Whereabouts of(Extent extent, List<String> key, NullKeys nulls, Metadata metadata) {
        List<Column> conditions = key.stream()
                .flatMap(column -> extent.covering(column, nulls).stream())
                .toList();
        Optional<PageFilter> pages = key.stream()
                .filter(column -> nulls == NullKeys.NEVER_MATCH || !extent.hasNulls(column))
                .flatMap(column -> pages(column, extent.ranges(column, RANGES), metadata).stream())
                .findFirst();
        return new Whereabouts(conditions, pages);
    }

    /** By the first column of the key whose values are few and of a kind that tells. */
    private static Optional<PageFilter> pages(String column, List<ValueRange> ranges, Metadata metadata) {
        return ranges.isEmpty() ? Optional.empty() : PageFilter.of(metadata, column, ranges);
    }
}
