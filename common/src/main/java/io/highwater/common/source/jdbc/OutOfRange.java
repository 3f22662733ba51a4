package io.highwater.common.source.jdbc;

/**
 * What becomes of a date or timestamp outside the years 0001 to 9999, such as {@code infinity} or {@code 0000-00-00}.
 */
public enum OutOfRange {
    /** The read fails and names the column and the value. */
    FAIL,
    /** The value is read as NULL. */
    AS_NULL,
    /** The value becomes the nearest one of the range: 0001-01-01 00:00:00 or 9999-12-31 23:59:59.999999. */
    LIMIT
}
