package io.highwater.common.report.page;

/**
 * A finished run, as a row of a table.
 *
 * @param message what there is to say of it; empty if nothing
 */
public record RunView(
        String job,
        String pattern,
        String run,
        String started,
        Tone tone,
        String status,
        String took,
        String read,
        String written,
        String bytes,
        String quarantined,
        String version,
        String message) {}
