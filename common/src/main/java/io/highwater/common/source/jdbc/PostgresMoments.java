package io.highwater.common.source.jdbc;

/** Dates and timestamps, first brought into the years 0001 to 9999 by the policy, then into a form without zones. */
record PostgresMoments(String column, OutOfRange policy) {
    /** Days since 1970 of a date. */
    String days(String sql) {
        return bounded(sql, "date", "'0001-01-01'::date", "'9999-12-31'::date") + " - '1970-01-01'::date";
    }

    /** Text of a timestamp without a zone. */
    String text(String sql) {
        String last = "'9999-12-31 23:59:59.999999'::timestamp";
        return bounded(sql, "timestamp", "'0001-01-01'::timestamp", last) + "::text";
    }

    /** Microseconds since 1970 of an instant; exact, because the server extracts epochs as numeric. */
    String micros(String sql) {
        String last = "'9999-12-31 23:59:59.999999+00'::timestamptz";
        String bounded = bounded(sql, "timestamptz", "'0001-01-01 00:00:00+00'::timestamptz", last);
        return "(extract(epoch FROM " + bounded + ") * 1000000)::bigint";
    }

    private String bounded(String sql, String type, String first, String last) {
        return "(CASE WHEN " + sql + " < " + first + " OR " + sql + " > " + last + " THEN "
                + outside(sql, type, first, last) + " ELSE " + sql + " END)";
    }

    private String outside(String sql, String type, String first, String last) {
        return switch (policy) {
            case AS_NULL -> "NULL::" + type;
            case LIMIT -> "CASE WHEN " + sql + " < " + first + " THEN " + first + " ELSE " + last + " END";
            case FAIL -> PostgresRefusal.of(column, sql, Moments.OUTSIDE_RANGE, type);
        };
    }
}
