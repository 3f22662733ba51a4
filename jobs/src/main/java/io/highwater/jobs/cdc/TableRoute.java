package io.highwater.jobs.cdc;

import io.highwater.common.target.TargetSettings;

/**
 * Where the events of one of the source's tables go.
 *
 * @param source the table in the source's own words; a {@code *} stands for anything
 * @param target where its rows go
 */
public record TableRoute(String source, TargetSettings target) {
    /** Whether a table of the source is meant. Words of it that the route does not have may come before, such as a database. */
    boolean leads(String table) {
        String pattern = java.util.Arrays.stream(source.split("\\*", -1))
                .map(java.util.regex.Pattern::quote)
                .collect(java.util.stream.Collectors.joining(".*"));
        return table.matches("(?i)(.*\\.)?" + pattern);
    }
}
