package io.highwater.common.report.page;

/**
 * Something that a person has to look at.
 *
 * @param what what failed
 * @param kind in a word or two, such as {@code refused}
 * @param when since when, and by which run
 * @param text the whole error
 */
public record Trouble(String what, String kind, String when, String text) {}
