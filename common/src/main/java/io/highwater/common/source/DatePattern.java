package io.highwater.common.source;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in which dates stand, such as {@code landing/{yyyy}/{MM}/orders_{yyyyMMdd}*.csv}. What stands in braces is made of
 * {@code yyyy}, {@code MM}, {@code dd} and {@code HH}, with anything but letters between them; a part may come more than once.
 *
 * @param path as it is written
 * @param glob finds the files, and maybe others
 * @param names matches the end of a file's path from the first part of it that has a date
 * @param parts the part that each group of {@code names} stands for
 */
record DatePattern(String path, String glob, Pattern names, List<String> parts) {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*yyyy[^{}]*|[^{}]*(?:MM|dd|HH)[^{}]*)\\}");
    private static final Pattern PART = Pattern.compile("yyyy|MM|dd|HH|[^yMdHA-Za-z]+");

    DatePattern {
        parts = List.copyOf(parts);
    }

    /** The pattern that a path is; empty if no date stands in it, or not all of one. */
    static Optional<DatePattern> of(String path) {
        Matcher braces = BRACES.matcher(path);
        StringBuilder glob = new StringBuilder();
        StringBuilder names = new StringBuilder();
        List<String> parts = new ArrayList<>();
        int reached = 0;
        while (braces.find()) {
            String literal = path.substring(reached, braces.start());
            glob.append(literal);
            names.append(literal(parts.isEmpty() ? literal.substring(literal.lastIndexOf('/') + 1) : literal));
            if (!addParts(braces.group(1), glob, names, parts)) {
                return Optional.empty();
            }
            reached = braces.end();
        }
        glob.append(path.substring(reached));
        names.append(literal(path.substring(reached)));
        return parts.containsAll(List.of("yyyy", "MM", "dd"))
                ? Optional.of(new DatePattern(
                        path, glob.toString(), Pattern.compile("(?:^|/)" + names + "(?:/[^/]*)?$"), parts))
                : Optional.empty();
    }

    /** What positions of the dates are: days, or hours on a clock's face. */
    CursorType type() {
        return parts.contains("HH") ? CursorType.LOCAL : CursorType.DATE;
    }

    /** The position of a file; empty if its name is no date of this pattern. */
    OptionalLong position(String file) {
        Matcher name = names.matcher(file);
        if (!name.find()) {
            return OptionalLong.empty();
        }
        try {
            LocalDate date = LocalDate.of(number(name, "yyyy"), number(name, "MM"), number(name, "dd"));
            return OptionalLong.of(
                    type() == CursorType.DATE
                            ? date.toEpochDay()
                            : Micros.of(LocalDateTime.of(date, java.time.LocalTime.of(number(name, "HH"), 0))));
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    /** The number of the group that has a part. */
    int group(String part) {
        return parts.indexOf(part) + 1;
    }

    private int number(Matcher name, String part) {
        return Integer.parseInt(name.group(group(part)));
    }

    private static boolean addParts(String text, StringBuilder glob, StringBuilder names, List<String> parts) {
        Matcher each = PART.matcher(text);
        int reached = 0;
        while (each.find()) {
            if (each.start() != reached) {
                return false;
            }
            String part = each.group();
            if (part.matches("[yMdH]+")) {
                parts.add(part);
                names.append("(\\d{").append(part.length()).append("})");
                glob.append("[0-9]".repeat(part.length()));
            } else {
                names.append(Pattern.quote(part));
                glob.append(part);
            }
            reached = each.end();
        }
        return reached == text.length();
    }

    private static String literal(String text) {
        StringBuilder regex = new StringBuilder();
        for (String piece : text.split("(?=\\*)|(?<=\\*)")) {
            regex.append(piece.equals("*") ? "[^/]*" : Pattern.quote(piece));
        }
        return regex.toString();
    }
}
