package io.highwater.common.target;

/** Names of columns in expressions. */
public final class Names {
    private Names() {}

    /** The name as SQL takes it whatever characters it has. */
    public static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}
