package io.highwater.common.source.jdbc;

/** An expression that makes the server fail with a message of ours: the cast of that message to some other type. */
final class PostgresRefusal {
    private static final int SHOWN = 200;

    private PostgresRefusal() {}

    /** An expression of the type that always fails, naming the column and its value, which must not be NULL. */
    static String of(String column, String sql, String why, String type) {
        return "(" + Quoting.literal(Refusal.serverPrefix(column)) + " || left(" + sql + "::text, " + SHOWN + ") || "
                + Quoting.literal(Refusal.serverSuffix(why)) + ")::" + type;
    }
}
