package io.highwater.common.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Decides by its name what must not be printed. */
final class Confidential {
    private static final Pattern NAME =
            Pattern.compile("(password|passwd|passphrase|pwd|secret|token|apikey)s?([^\\p{L}]|$)");
    private static final Pattern CAMEL_HUMP = Pattern.compile("(\\p{Ll})(\\p{Lu})");
    private static final Pattern LITERAL_IN_TEXT = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|pwd|secret|token|apikey)[\\\\\"]*\\s*[=:]\\s*[\\\\\"]*)(?:'[^']*'|[^&;\\s\"\\\\]+)");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/@:\\s\"]*:)[^\\s\"]+@");

    private Confidential() {}

    /** Whether a word of the name, be it a path, a key, a variable or a line of a file, ends like a secret's. */
    static boolean named(String name) {
        String words = CAMEL_HUMP.matcher(name).replaceAll("$1-$2");
        return NAME.matcher(words.toLowerCase(Locale.ROOT)).find();
    }

    /** The text without passwords that are written into a URL or a list of options. */
    static String masked(String text) {
        String withoutOptions = LITERAL_IN_TEXT.matcher(text).replaceAll("$1" + Redactor.MASK);
        return USER_INFO.matcher(withoutOptions).replaceAll("$1" + Redactor.MASK + "@");
    }
}
