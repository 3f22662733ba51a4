package io.highwater.common.report.page;

/**
 * When a step was at work.
 *
 * @param left where its bar begins, in percent of the run's time
 * @param width how long its bar is, in percent of the run's time
 * @param took the time in words
 */
public record TimelineBar(String name, Tone tone, double left, double width, String took) {}
