package io.highwater.common.report.page;

import io.highwater.common.error.ExitCode;
import io.highwater.common.report.StateContents;
import io.highwater.common.report.Wording;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Jobs as the page shows them. A pipeline is shown as one, not as a job. */
record Jobs(StateContents state, Instant now) {
    private static final int RUNS = 24;
    private static final String PIPELINE = "pipeline";

    List<JobView> views() {
        TreeMap<String, List<RunRecord>> byJob = state.runs().stream()
                .filter(run -> !run.pattern().equals(PIPELINE))
                .collect(Collectors.groupingBy(RunRecord::job, TreeMap::new, Collectors.toList()));
        return byJob.values().stream().map(this::view).toList();
    }

    private JobView view(List<RunRecord> all) {
        List<RunRecord> shown = new ArrayList<>(all.subList(0, Math.min(RUNS, all.size())));
        RunRecord last = all.stream().filter(RunRecord::isLoad).findFirst().orElse(all.get(0));
        List<RunRecord> loads = new ArrayList<>(
                all.stream().filter(RunRecord::isLoad).limit(RUNS).toList());
        Collections.reverse(shown);
        Collections.reverse(loads);
        return new JobView(
                last.job(),
                last.pattern(),
                last.target(),
                tone(last),
                Wording.roughly(Duration.between(last.endedAt(), now)) + " ago",
                lag(last.job()),
                shown.stream().map(Jobs::mark).toList(),
                BarChart.of(
                        loads,
                        run -> run.rowsWritten().orElse(0),
                        number -> Wording.count(number) + " rows",
                        Jobs::when),
                BarChart.of(loads, run -> run.bytesWritten().orElse(0), Wording::bytes, Jobs::when),
                (int) shown.stream().filter(Jobs::isRefused).count(),
                Wording.count(all.stream()
                        .mapToLong(run -> run.rowsQuarantined().orElse(0))
                        .sum()));
    }

    private String lag(String job) {
        return state.watermarks().stream()
                .filter(watermark -> watermark.job().equals(job))
                .findFirst()
                .flatMap((Watermark watermark) -> watermark.lagAt(now))
                .map(Wording::roughly)
                .orElse("");
    }

    /** Whether a guard, a check or a limit stood against the data. */
    static boolean isRefused(RunRecord run) {
        return run.exitCode().orElse(ExitCode.OK.code()) == ExitCode.REFUSED.code();
    }

    static Tone tone(RunRecord run) {
        if (run.status() == RunStatus.SUCCESS) {
            return Tone.GOOD;
        }
        return isRefused(run) ? Tone.WARNING : Tone.BAD;
    }

    static String status(RunRecord run) {
        if (run.status() == RunStatus.SUCCESS) {
            return "success";
        }
        return isRefused(run) ? "refused" : "failed";
    }

    private static Mark mark(RunRecord run) {
        return new Mark(
                tone(run),
                when(run) + ": " + run.pattern() + ", " + status(run)
                        + run.message().map(text -> ", " + text).orElse(""));
    }

    private static String when(RunRecord run) {
        return Wording.moment(run.startedAt());
    }
}
