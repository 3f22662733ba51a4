package io.highwater.common.config;

import java.util.Optional;

/**
 * One thing about the configuration that a user has to change.
 *
 * @param path the key from the root, or the file or command line entry, that is wrong
 * @param shown its value in a form that is safe to print; empty where it has none
 * @param origin where it was written, or where it should be
 * @param message what was expected instead
 */
public record Problem(String path, Optional<String> shown, Origin origin, String message) {
    private static final int LONGEST = 80;

    String subject() {
        return shown.map(value -> path + " = " + value).orElse(path);
    }

    /** Ready to print. Shortened last, so that no secret is cut in two and missed. */
    Problem printable(Redactor redactor) {
        return new Problem(path, shown.map(redactor::redact).map(Problem::shortened), origin, message);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
