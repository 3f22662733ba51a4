package io.highwater.jobs.cdc;

import io.highwater.common.config.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of the source come into the target, and under which names.
 *
 * @param include the only ones that do; all if empty
 * @param exclude those that do not
 * @param rename names in the target by names in the source
 */
record ColumnChoice(List<String> include, List<String> exclude, Map<String, String> rename) {
    ColumnChoice {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        rename = Map.copyOf(rename);
    }

    static ColumnChoice from(Section cdc) {
        return new ColumnChoice(cdc.optionalTexts("only"), cdc.optionalTexts("exclude"), cdc.textMap("rename"));
    }

    /** A column's name in the target; empty if it does not come in. */
    Optional<String> target(String source) {
        boolean out = contains(exclude, source) || !(include.isEmpty() || contains(include, source));
        return out
                ? Optional.empty()
                : Optional.of(rename.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(source))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(source));
    }

    /** The name in the source of a column of the target. */
    String source(String target) {
        return rename.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(target))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(target);
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
