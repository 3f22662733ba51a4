package io.highwater.common.source;

/**
 * Rows that no window holds.
 *
 * @param withoutCursor rows whose cursor is NULL
 * @param ahead rows whose cursor is at or after the source's clock
 */
public record Strays(long withoutCursor, long ahead) {}
