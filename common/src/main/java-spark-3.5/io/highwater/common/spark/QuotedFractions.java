package io.highwater.common.spark;

import java.util.Set;
import org.apache.spark.sql.api.java.UDF1;

/** Puts numbers with a fraction or an exponent in quotes, where they are members of an object that lies so deep. */
final class QuotedFractions implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    private final Set<Integer> depths;

    /** @param depths how many objects and arrays are open around such members, 1 for those of the outermost object */
    QuotedFractions(Set<Integer> depths) {
        this.depths = depths;
    }

    @Override
    public String call(String json) {
        if (json == null) {
            return null;
        }
        StringBuilder quoted = new StringBuilder(json.length() + 16);
        int depth = 0;
        for (int at = 0, end; at < json.length(); at = end) {
            end = end(json, at);
            depth += change(json.charAt(at));
            boolean inQuotes = depths.contains(depth) && isFraction(json, at, end);
            quoted.append(inQuotes ? "\"" : "").append(json, at, end).append(inQuotes ? "\"" : "");
        }
        return quoted.toString();
    }

    private static int change(char first) {
        return switch (first) {
            case '{', '[' -> 1;
            case '}', ']' -> -1;
            default -> 0;
        };
    }

    /** Where what begins here ends: a text, a number, or a character of anything else. */
    private static int end(String json, int at) {
        char first = json.charAt(at);
        if (first == '"') {
            return endOfText(json, at);
        }
        int end = at + 1;
        if (isOfNumber(first)) {
            while (end < json.length() && isOfNumber(json.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static int endOfText(String json, int at) {
        int end = at + 1;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, json.length());
    }

    private static boolean isOfNumber(char one) {
        return one >= '0' && one <= '9' || one == '-' || one == '+' || one == '.' || one == 'e' || one == 'E';
    }

    /** What is no number, such as a lone {@code e} of {@code true}, has no digit at its beginning or behind a minus. */
    private static boolean isFraction(String json, int at, int end) {
        String token = json.substring(at, end);
        return token.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?") && !token.matches("-?[0-9]+");
    }
}
