package io.highwater.common.config;

import com.typesafe.config.ConfigOrigin;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Where a value was written, as a user would look for it.
 *
 * @param place a file as the user named it, {@code --set}, or {@code environment variable NAME}
 * @param line the line in the file, from 1; empty where lines mean nothing
 */
public record Origin(String place, OptionalInt line) {
    /** Files by name and line; then everything without a line, as it comes. */
    static final Comparator<Origin> BY_FILE_AND_LINE = Comparator.comparing((Origin origin) -> origin.line.isEmpty())
            .thenComparing(origin -> origin.line.isPresent() ? origin.place : "")
            .thenComparing(origin -> origin.line.orElse(0));

    static final String DEFAULTS = "reference.conf";
    static final String OVERRIDE = "--set";

    private static final String VARIABLE = "environment variable ";
    private static final String MERGED = "merge of ";
    private static final Pattern PART = Pattern.compile("([^:,]+)(?:: (\\d+)(?:-\\d+)?)?");

    /** A line of a file; the command line has none, though the parser counts one. */
    static Origin file(String name, int line) {
        return name.equals(OVERRIDE) ? place(name) : new Origin(name, OptionalInt.of(line));
    }

    static Origin place(String place) {
        return new Origin(place, OptionalInt.empty());
    }

    static Origin variable(String name) {
        return place(VARIABLE + name);
    }

    /** The most helpful of the places a merged value comes from: a line a user wrote, then any other place of theirs. */
    static Origin of(ConfigOrigin origin) {
        List<Origin> parts = parts(origin);
        return parts.stream()
                .filter(part -> !part.isDefault())
                .min(Comparator.comparing(part -> part.line.isEmpty()))
                .orElseGet(() -> parts.get(0));
    }

    /** Every place a merged value comes from, highest layer first; at least one. */
    static List<Origin> parts(ConfigOrigin origin) {
        String description = origin.description();
        String places = description.startsWith(MERGED) ? description.substring(MERGED.length()) : description;
        List<Origin> parts = PART.matcher(places)
                .results()
                .map(part -> part(part.group(1), part.group(2)))
                .toList();
        return parts.isEmpty() ? List.of(place(places)) : parts;
    }

    private static Origin part(String encoded, String line) {
        String place = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        return line == null ? place(place) : file(place, Integer.parseInt(line));
    }

    /** The place in the form in which the HOCON parser must be told of it, or its merges could not be taken apart. */
    String description() {
        return URLEncoder.encode(place, StandardCharsets.UTF_8);
    }

    boolean isDefault() {
        return place.equals(DEFAULTS);
    }

    boolean isVariable() {
        return place.startsWith(VARIABLE);
    }

    @Override
    public String toString() {
        return line.isPresent() ? place + ":" + line.getAsInt() : place;
    }
}
