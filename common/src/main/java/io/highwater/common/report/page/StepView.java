package io.highwater.common.report.page;

/**
 * A step of a pipeline's run, as a row of a table.
 *
 * @param status in words
 * @param reason the whole of it, as many lines as it has
 */
public record StepView(
        String name,
        String kind,
        Tone tone,
        String status,
        String took,
        String read,
        String written,
        String version,
        String reason) {}
