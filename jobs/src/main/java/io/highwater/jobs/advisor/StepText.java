package io.highwater.jobs.advisor;

import com.typesafe.config.ConfigUtil;
import io.highwater.common.source.DateLayout;
import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.FileFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The step of a pipeline that loads a table.
 *
 * @param name what it is called
 * @param source what it says of its source
 * @param target the directory of the table
 */
record StepText(Advice advice, String name, String source, String target) {
    private static final String INDENT = "      ";

    String text() {
        StringBuilder text = new StringBuilder(comment(advice.why()));
        advice.warnings().forEach(warning -> text.append(comment("Note: " + warning)));
        return text.append(
                        switch (advice.pattern()) {
                            case FULL_REFRESH -> step(emptiness());
                            case INCREMENTAL -> step(List.of(cursor()));
                            case CDC_MERGE -> step(List.of("cdc.delete = hard"));
                            case BACKFILL -> step(List.of(dates()));
                        })
                .toString();
    }

    /** Of a table that is known to be empty a refresh would be refused. */
    private List<String> emptiness() {
        return advice.table().rows().orElse(1) == 0 ? List.of("full-refresh.min-rows = 0") : List.of();
    }

    private String cursor() {
        ColumnFacts cursor = advice.cursor().orElseThrow();
        return "incremental { column = " + quoted(cursor.name())
                + (cursor.isComplete() ? "" : ", on-null = include")
                + (advice.deletes() == Advice.Deletes.KEY_COMPARE ? ", delete-detection = key-compare" : "")
                + overlap(cursor) + " }";
    }

    private String dates() {
        DateLayout dates = layout().orElseThrow();
        return "backfill { column = " + quoted(dates.column()) + ", from = " + dates.first() + ", through = "
                + dates.last() + " }";
    }

    /** A date in a name says nothing of when the file came. */
    private String overlap(ColumnFacts cursor) {
        return layout().filter(dates -> dates.column().equals(cursor.name())).isPresent()
                ? ", overlap = " + FileRules.LATE + " days"
                : "";
    }

    private Optional<DateLayout> layout() {
        return advice.table().files().flatMap(FileFacts::dates);
    }

    private String step(List<String> more) {
        List<String> lines =
                new ArrayList<>(List.of("pattern = " + advice.pattern().word(), source, written()));
        lines.addAll(more);
        return INDENT + quoted(name) + " {\n"
                + lines.stream().map(line -> INDENT + "  " + line + "\n").collect(Collectors.joining())
                + INDENT + "}\n";
    }

    private String written() {
        String key = advice.table().key().stream().map(StepText::quoted).collect(Collectors.joining(", "));
        return "target { path = " + quoted(target) + (key.isEmpty() ? "" : ", key = [" + key + "]") + " }";
    }

    /** One line, whatever is in the names that it tells of. */
    private static String comment(String text) {
        return INDENT + "# " + text.replaceAll("\\R", " ") + "\n";
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
