package io.highwater.common.report;

import io.highwater.common.state.Holder;
import io.highwater.common.state.IntervalLedger;
import io.highwater.common.state.Lease;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.StateStore;
import io.highwater.common.state.States;
import io.highwater.common.state.Watermark;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lies below a state path.
 *
 * @param leases each job's lease, by job
 * @param watermarks how far each job has come, by job
 * @param backfills how far backfills have come, by job
 * @param runs finished runs, newest first
 * @param pipelines runs of pipelines, newest first
 * @param atWork the runs whose processes must be believed to be at work
 */
public record StateContents(
        List<Lease> leases,
        List<Watermark> watermarks,
        List<BackfillReport> backfills,
        List<RunRecord> runs,
        List<PipelineLedger.Run> pipelines,
        Set<String> atWork) {
    private static final String BACKFILL = "backfill";

    public StateContents {
        leases = sorted(leases, Comparator.comparing(Lease::job));
        watermarks = sorted(watermarks, Comparator.comparing(Watermark::job));
        backfills = sorted(backfills, Comparator.comparing(BackfillReport::job));
        runs = sorted(
                runs,
                Comparator.comparing(RunRecord::startedAt)
                        .thenComparing(RunRecord::generation)
                        .reversed());
        pipelines =
                sorted(pipelines, Comparator.comparing(PipelineLedger.Run::at).reversed());
    }

    /** Reads everything. */
    public static StateContents of(States states, String path) {
        StateStore store = states.runs(path);
        Instant now = states.clock().instant();
        // A pipeline may begin or end while this is read: it is at work if it was before its steps were read, or after.
        Set<String> atWork = new TreeSet<>(atWork(store.leases(), now));
        List<PipelineLedger.Run> pipelines = states.pipelines(path).runs();
        List<Lease> leases = store.leases();
        atWork.addAll(atWork(leases, now));
        List<RunRecord> runs = store.runs();
        return new StateContents(
                leases, states.watermarks(path).all(), backfills(states, path, leases, runs), runs, pipelines, atWork);
    }

    /** The part that is about one job, which may be a pipeline. */
    public StateContents ofJob(String job) {
        return new StateContents(
                only(leases, lease -> lease.job().equals(job)),
                only(watermarks, watermark -> watermark.job().equals(job)),
                only(backfills, backfill -> backfill.job().equals(job)),
                only(runs, run -> run.job().equals(job)),
                only(pipelines, run -> run.pipeline().equals(job)),
                atWork);
    }

    /** The newest run of each pipeline, by pipeline. */
    public List<PipelineLedger.Run> latestOfPipelines() {
        Set<String> seen = new TreeSet<>();
        return pipelines.stream()
                .filter(run -> seen.add(run.pipeline()))
                .sorted(Comparator.comparing(PipelineLedger.Run::pipeline))
                .toList();
    }

    /** Whether the process of a pipeline's run must be believed to be at work. */
    public boolean isAtWork(PipelineLedger.Run run) {
        return atWork.contains(run.run());
    }

    private static Set<String> atWork(List<Lease> leases, Instant now) {
        return leases.stream()
                .filter(lease -> lease.isHeldAt(now, Holder.thisProcess()))
                .map(Lease::run)
                .collect(Collectors.toSet());
    }

    private static List<BackfillReport> backfills(
            States states, String path, List<Lease> leases, List<RunRecord> runs) {
        Set<String> jobs = new TreeSet<>();
        leases.stream()
                .filter(lease -> lease.pattern().equals(BACKFILL))
                .map(Lease::job)
                .forEach(jobs::add);
        runs.stream()
                .filter(run -> run.pattern().equals(BACKFILL))
                .map(RunRecord::job)
                .forEach(jobs::add);
        return jobs.stream()
                .flatMap(job -> {
                    List<IntervalLedger.Entry> entries =
                            states.intervals(path, job).entries();
                    return entries.isEmpty()
                            ? Stream.<BackfillReport>empty()
                            : Stream.of(BackfillReport.of(job, entries));
                })
                .toList();
    }

    private static <T> List<T> sorted(List<T> some, Comparator<T> order) {
        return some.stream().sorted(order).toList();
    }

    private static <T> List<T> only(List<T> some, Predicate<T> condition) {
        return some.stream().filter(condition).toList();
    }
}
