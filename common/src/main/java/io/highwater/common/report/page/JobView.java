package io.highwater.common.report.page;

import java.util.List;

/**
 * A job over its last runs.
 *
 * @param name the job
 * @param pattern its loading pattern
 * @param target where it loads to
 * @param tone how its last run ended
 * @param last when that was, in words
 * @param lag how far its target is behind; empty if nothing says so
 * @param runs the last runs, the latest one last
 * @param rows rows written by them
 * @param bytes bytes written by them
 * @param refused how many of them a guard or a check refused
 * @param quarantined rows that all its runs set aside
 */
public record JobView(
        String name,
        String pattern,
        String target,
        Tone tone,
        String last,
        String lag,
        List<Mark> runs,
        BarChart rows,
        BarChart bytes,
        int refused,
        String quarantined) {
    public JobView {
        runs = List.copyOf(runs);
    }
}
