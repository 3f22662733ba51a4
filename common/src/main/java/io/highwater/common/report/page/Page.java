package io.highwater.common.report.page;

import java.util.List;

/**
 * What the page shows, in words and numbers that are ready to be shown.
 *
 * @param statePath whose state it is
 * @param at when it was read
 * @param tiles the figures that say most
 * @param troubles what a person has to look at
 * @param pipelines the latest run of each
 * @param jobs each over its last runs
 * @param lags how far targets were behind
 * @param calendars backfills day by day
 * @param runs the last ones, the latest first
 * @param earlier runs that are not shown
 */
public record Page(
        String statePath,
        String at,
        List<Tile> tiles,
        List<Trouble> troubles,
        List<PipelineView> pipelines,
        List<JobView> jobs,
        List<LagChart> lags,
        List<CalendarView> calendars,
        List<RunView> runs,
        int earlier) {
    public Page {
        tiles = List.copyOf(tiles);
        troubles = List.copyOf(troubles);
        pipelines = List.copyOf(pipelines);
        jobs = List.copyOf(jobs);
        lags = List.copyOf(lags);
        calendars = List.copyOf(calendars);
        runs = List.copyOf(runs);
    }
}
