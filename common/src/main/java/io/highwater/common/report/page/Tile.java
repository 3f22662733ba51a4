package io.highwater.common.report.page;

/**
 * One figure that says much.
 *
 * @param label what it counts
 * @param value the figure
 * @param detail a few words more
 * @param tone whether it is good
 */
public record Tile(String label, String value, String detail, Tone tone) {}
