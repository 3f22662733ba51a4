package io.highwater.common.report.page;

/**
 * A run as a small square.
 *
 * @param tone how it ended
 * @param title the same in words, and when
 */
public record Mark(Tone tone, String title) {}
