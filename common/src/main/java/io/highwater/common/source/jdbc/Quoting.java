package io.highwater.common.source.jdbc;

/** Names and texts in quotes. */
final class Quoting {
    private Quoting() {}

    /** The text between quotes, every quote inside it doubled. */
    static String doubled(String text, char quote) {
        String mark = String.valueOf(quote);
        return mark + text.replace(mark, mark + mark) + mark;
    }

    /** An SQL text literal, for servers that take a backslash as it is. */
    static String literal(String text) {
        return doubled(text, '\'');
    }
}
