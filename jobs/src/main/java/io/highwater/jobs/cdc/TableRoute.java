package io.highwater.jobs.cdc;

import io.highwater.common.target.TargetSettings;
import java.util.Optional;

/**
 * Where the events of one of the source's tables go.
 *
 * @param source the table in the source's own words; a {@code *} stands for anything
 * @param schema the columns of its files, where they have none of their own and differ from table to table
 * @param target where its rows go
 */
public record TableRoute(String source, Optional<String> schema, TargetSettings target) {
    /** Whether a table of the source is meant. Words of it that the route does not have may come before, such as a database. */
    boolean leads(String table) {
        return table.matches(pattern());
    }

    /** The tables that are meant, as a regular expression of their whole names. */
    String pattern() {
        String words = java.util.Arrays.stream(source.split("\\*", -1))
                .map(java.util.regex.Pattern::quote)
                .collect(java.util.stream.Collectors.joining(".*"));
        return "(?i)(.*\\.)?" + words;
    }
}
