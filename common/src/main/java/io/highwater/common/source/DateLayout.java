package io.highwater.common.source;

import io.highwater.common.time.CursorType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How dates stand in the names of a table's files.
 *
 * @param path what a source of files is told to read
 * @param column what the date comes as
 * @param first the first date there is
 * @param last the last one
 * @param dates how many there are
 */
public record DateLayout(String path, String column, LocalDate first, LocalDate last, int dates) {
    /** What a date comes as that stands in a name without one. */
    private static final String COLUMN = "file_date";

    private static final Pattern PARTITION = Pattern.compile("(\\w+)=(\\d{4}-\\d{2}-\\d{2})/.*");

    /** The spellings of dates that are looked for, and what stands for them in a path. */
    private enum Spelling {
        DIRECTORIES("\\d{4}/\\d{2}/\\d{2}(?=/)", "{yyyy}/{MM}/{dd}"),
        DASHES("(?<!\\d)\\d{4}-\\d{2}-\\d{2}(?!\\d)", "{yyyy-MM-dd}"),
        DIGITS("(?<!\\d)\\d{8}(?!\\d)", "{yyyyMMdd}");

        private final Pattern date;
        private final String braces;

        Spelling(String date, String braces) {
            this.date = Pattern.compile(date);
            this.braces = braces;
        }

        /** The name with what varies taken out. */
        Optional<String> template(String file) {
            Matcher found = date.matcher(file);
            if (!found.find()) {
                return Optional.empty();
            }
            String rest = file.substring(found.end());
            int directory = rest.indexOf('/');
            boolean varies = directory != 0 && !rest.isEmpty();
            return Optional.of(file.substring(0, found.start()) + braces + (varies ? "*" : ""));
        }
    }

    /**
     * The layout of a table's files; empty if not every one of them has a date in the same place.
     *
     * @param table the table's directory
     * @param files their names below it
     */
    public static Optional<DateLayout> of(String table, List<String> files) {
        return files.isEmpty() ? Optional.empty() : partitions(table, files).or(() -> names(table, files));
    }

    /** Spark finds the dates of such directories itself. */
    private static Optional<DateLayout> partitions(String table, List<String> files) {
        TreeSet<LocalDate> dates = new TreeSet<>();
        TreeSet<String> columns = new TreeSet<>();
        for (String file : files) {
            Matcher partition = PARTITION.matcher(file);
            if (!partition.matches() || !addDate(partition.group(2), dates)) {
                return Optional.empty();
            }
            columns.add(partition.group(1));
        }
        return columns.size() == 1 ? Optional.of(layout(table, columns.first(), dates)) : Optional.empty();
    }

    private static boolean addDate(String text, TreeSet<LocalDate> dates) {
        try {
            dates.add(LocalDate.parse(text));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private static Optional<DateLayout> names(String table, List<String> files) {
        for (Spelling spelling : Spelling.values()) {
            Optional<DateLayout> layout = spelling.template(files.get(0))
                    .flatMap(template -> DatePattern.of(table + "/" + template))
                    .filter(pattern -> pattern.type() == CursorType.DATE)
                    .flatMap(pattern -> matched(pattern, table, files));
            if (layout.isPresent()) {
                return layout;
            }
        }
        return Optional.empty();
    }

    private static Optional<DateLayout> matched(DatePattern pattern, String table, List<String> files) {
        TreeSet<LocalDate> dates = new TreeSet<>();
        for (String file : files) {
            OptionalLong day = pattern.position(table + "/" + file);
            if (day.isEmpty()) {
                return Optional.empty();
            }
            dates.add(LocalDate.ofEpochDay(day.getAsLong()));
        }
        return Optional.of(layout(pattern.path(), COLUMN, dates));
    }

    private static DateLayout layout(String path, String column, TreeSet<LocalDate> dates) {
        return new DateLayout(path, column, dates.first(), dates.last(), dates.size());
    }
}
