package io.highwater.common.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Where in a table rows with some keys can be.
 *
 * @param conditions what all such rows meet
 * @param spans the numbers that they have in columns of which that is known
 * @param pages the parts of the files to look in, if that is known
 */
record Whereabouts(List<Column> conditions, List<KeySpan> spans, Optional<PageFilter> pages) {
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
        Map<String, List<ValueRange>> ranges = new LinkedHashMap<>();
        key.stream()
                .filter(column -> nulls == NullKeys.NEVER_MATCH || !extent.hasNulls(column))
                .filter(column -> extent.hasRanges(column))
                .forEach(column -> ranges.put(column, extent.ranges(column, RANGES)));
        return new Whereabouts(conditions, spans(metadata, ranges), pages(metadata, ranges));
    }

    private static List<KeySpan> spans(Metadata metadata, Map<String, List<ValueRange>> ranges) {
        return ranges.entrySet().stream()
                .map(column -> KeySpan.of(metadata, column.getKey(), column.getValue()))
                .toList();
    }

    /** By the first column of the key whose values are few and of a kind that tells. */
    private static Optional<PageFilter> pages(Metadata metadata, Map<String, List<ValueRange>> ranges) {
        return ranges.entrySet().stream()
                .flatMap(column -> PageFilter.of(metadata, column.getKey(), column.getValue()).stream())
                .findFirst();
    }

    /** Whether such rows can be in a file. */
    boolean canBeIn(AddFile file) {
        return spans.stream().allMatch(span -> span.canBeIn(file));
    }
}
