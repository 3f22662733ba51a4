package io.highwater.common.source.catalog;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Some tables, named with or without their schema, whatever the case of letters; {@code *} stands for anything.
 *
 * @param names one of these
 * @param except and none of these
 */
public record TablePattern(List<String> names, List<String> except) {
    public TablePattern {
        names = List.copyOf(names);
        except = List.copyOf(except);
    }

    /** Whether a table is one of them. */
    public boolean matches(TableFacts table) {
        return isOneOf(names, table) && !isOneOf(except, table);
    }

    private static boolean isOneOf(List<String> patterns, TableFacts table) {
        return patterns.stream()
                .map(pattern ->
                        Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE))
                .anyMatch(pattern -> pattern.matcher(table.name()).matches()
                        || pattern.matcher(table.qualified()).matches());
    }
}
