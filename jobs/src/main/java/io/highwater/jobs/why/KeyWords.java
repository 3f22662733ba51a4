package io.highwater.jobs.why;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A key as the command line has it: {@code column=value} for each of its columns. */
record KeyWords(Map<String, String> values) {
    static KeyWords of(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw usage("Cannot read " + word + " as part of a key; expected column=value, such as id=42.");
            }
            if (values.putIfAbsent(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw usage("Column " + word.substring(0, equals) + " is given twice.");
            }
        }
        return new KeyWords(values);
    }

    /** Refuses words that are not about exactly the columns of a key, if the key is known. */
    KeyWords checked(List<String> key) {
        List<String> given = lower(List.copyOf(values.keySet()));
        List<String> missing = key.stream()
                .filter(column -> !given.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        List<String> odd = values.keySet().stream()
                .filter(column -> !lower(key).contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        if (!key.isEmpty() && !(missing.isEmpty() && odd.isEmpty())) {
            throw usage("The key of the table is " + key + ": "
                    + (missing.isEmpty() ? "" : "no value is given for " + String.join(", ", missing))
                    + (missing.isEmpty() || odd.isEmpty() ? "" : ", and ")
                    + (odd.isEmpty() ? "" : String.join(", ", odd) + " is not part of it")
                    + ". Write column=value for each of its columns.");
        }
        return this;
    }

    private static List<String> lower(List<String> columns) {
        return columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    }

    private static UserException usage(String message) {
        return new UserException(ExitCode.USAGE, message);
    }
}
