package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.report.IntervalCalendar;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.target.PublishedFiles;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keeps count of what became of the intervals of a run, and tells the ledger. */
final class Tally {
    /** So many failures, and nothing else, are enough to know that the others would fail too. */
    private static final int CANARIES = 3;
    /** After so many groups their rows are counted before the run is over, so that their files need not be remembered. */
    private static final int MOST_UNCOUNTED = 1_000;

    private final BackfillPlan plan;
    private final RunContext context;
    private int intervals;
    private final Saying saying;
    private final long began = System.nanoTime();
    private final Failures failures;
    private final Set<Window> loaded = new LinkedHashSet<>();
    private final List<PublishedFiles> uncounted = new ArrayList<>();
    private int commits;
    private int running;
    private int skipped;
    private long rows;
    private long read;
    private long quarantined;
    private long bytes;
    private long version = -1;

    Tally(BackfillPlan plan, RunContext context, SourceNow now) {
        this.plan = plan;
        this.context = context;
        this.intervals = plan.lacking().size();
        this.saying = new Saying(context, now);
        this.failures = new Failures(plan.loading().type());
    }

    /** Whether it has loaded an interval. */
    boolean hasLoaded() {
        return !loaded.isEmpty();
    }

    boolean hasFailures() {
        return failures.size() > 0;
    }

    /**
     * Intervals that are not known to be lacking wait to be begun: those of which nothing is known, and those that are loaded
     * and are to be loaded again. A run that follows goes on with them, whatever becomes of this one.
     */
    void planned(List<Window> all) {
        plan.ledger()
                .note(all.stream()
                        .filter(this::isNotSaidToBeLacking)
                        .map(interval -> saying.of(interval, IntervalStatus.PENDING, 0, Optional.empty()))
                        .toList());
        plan.ledger().write();
    }

    /** Intervals that are loaded, by this run or before, are to be loaded again. */
    void again(Collection<Window> some) {
        intervals += some.size();
        intervals -= (int) some.stream().filter(loaded::remove).count();
        planned(List.copyOf(some));
    }

    /** Loaded intervals that cannot be left as they are. */
    void refused(Collection<Window> some, RuntimeException why) {
        for (Window interval : some) {
            loaded.remove(interval);
            running++;
            failed(new Group(List.of(interval)), why, 1);
        }
    }

    private boolean isNotSaidToBeLacking(Window interval) {
        List<IntervalRecord> known = plan.ledger().known().within(interval);
        return known.isEmpty() || known.stream().anyMatch(record -> record.status() == IntervalStatus.SUCCESS);
    }

    void begun(Group group) {
        running += group.size();
        plan.ledger()
                .note(group.intervals().stream()
                        .map(interval -> saying.of(interval, IntervalStatus.RUNNING, 0, Optional.empty()))
                        .toList());
    }

    void putBack(Group group) {
        running -= group.size();
    }

    void succeeded(Group group, GroupLoad.Loaded load, int attempts) {
        running -= group.size();
        loaded.addAll(group.intervals());
        commits++;
        read += load.read();
        quarantined += load.quarantined();
        bytes += load.commit().bytes();
        version = Math.max(version, load.commit().version());
        rows += load.rows();
        plan.ledger().note(saying.loaded(group, load, attempts));
        if (group.size() > 1) {
            uncounted.add(load.commit().files());
        }
        if (uncounted.size() >= MOST_UNCOUNTED) {
            count();
        }
    }

    /**
     * Counts the rows of intervals that were loaded together with others, all at once, by the column of dates: in the files
     * that were committed, and of intervals of which a run that died had no time to say it, in the table.
     */
    void count() {
        CountComparison comparison = new CountComparison(plan.loading());
        Map<Boolean, List<IntervalRecord>> byWhose = plan.ledger().known().all().stream()
                .filter(record -> record.status() == IntervalStatus.SUCCESS
                        && record.rows().isEmpty())
                .collect(Collectors.partitioningBy(
                        record -> !uncounted.isEmpty() && record.run().equals(context.run())));
        note(byWhose.get(true), intervals -> comparison.inFiles(PublishedFiles.rows(uncounted), intervals));
        note(byWhose.get(false), comparison::inTable);
        uncounted.clear();
    }

    private void note(List<IntervalRecord> some, Function<List<Window>, List<Long>> counts) {
        if (!some.isEmpty()) {
            List<Long> counted =
                    counts.apply(some.stream().map(IntervalRecord::window).toList());
            plan.ledger()
                    .note(IntStream.range(0, some.size())
                            .mapToObj(i -> some.get(i).counted(counted.get(i)))
                            .toList());
        }
    }

    void failed(Group group, RuntimeException failure, int attempts) {
        running -= group.size();
        failures.add(group, failure);
        String message = Failures.message(failure);
        plan.ledger()
                .note(group.intervals().stream()
                        .map(interval -> saying.of(interval, IntervalStatus.FAILED, attempts, Optional.of(message)))
                        .toList());
    }

    /** Intervals that the run did not come to. One that failed before is still one that failed. */
    void skipped(List<Window> rest, String why) {
        skipped += rest.size();
        plan.ledger()
                .note(rest.stream()
                        .filter(interval -> !hasFailedBefore(interval))
                        .map(interval ->
                                saying.of(interval, IntervalStatus.SKIPPED, 0, Optional.of("Not tried: " + why)))
                        .toList());
    }

    private boolean hasFailedBefore(Window interval) {
        List<IntervalRecord> known = plan.ledger().known().within(interval);
        return !known.isEmpty() && known.stream().allMatch(record -> record.status() == IntervalStatus.FAILED);
    }

    /** Why nothing more should be tried; empty if there is no reason. */
    Optional<String> reasonToStop() {
        int most = plan.loading().settings().maxFailures();
        if (failures.size() > most) {
            return Optional.of(String.format("more than %,d intervals failed (backfill.max-failures)", most));
        }
        boolean hopeless = loaded.isEmpty()
                && failures.size() >= CANARIES
                && plan.loading().settings().canary();
        return hopeless
                ? Optional.of(
                        "the first " + failures.size() + " intervals failed and none succeeded; backfill.canary = false"
                                + " tries the others all the same")
                : Optional.empty();
    }

    /** How far the run is, while groups are being loaded, or once none is and none will be. */
    BackfillProgress.Standing standing(boolean over) {
        return new BackfillProgress.Standing(
                intervals, loaded.size(), running, failures.size(), rows, (System.nanoTime() - began) / 1e9, over);
    }

    /**
     * How the run ends.
     *
     * @param stopped why it stopped early; empty if it did not
     * @throws UserException if something is lacking
     */
    Outcome outcome(Optional<String> stopped) {
        if (failures.size() + skipped + plan.left().size() == 0) {
            List<String> notes = notes();
            plan.handover().ifPresent(handover -> notes.addAll(handover.complete(context)));
            notes.addAll(calendar());
            return new Outcome.Committed(version, read, rows, quarantined, bytes, notes);
        }
        Outcome outcome = loaded.isEmpty()
                ? new Outcome.Unchanged(read, "no interval was loaded", plan.notes())
                : new Outcome.Committed(version, read, rows, quarantined, bytes, notes());
        context.parts(List.of(outcome));
        throw new UserException(exitCode(), lacking(stopped));
    }

    private List<String> calendar() {
        return new IntervalCalendar(
                        plan.ledger().known(),
                        plan.loading().type(),
                        plan.loading().settings().zone())
                .lines();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(plan.notes());
        notes.add(0, String.format("%,d intervals loaded in %,d commits", loaded.size(), commits));
        notes.add(String.format("the ledger took %.2f s", plan.ledger().spent().toMillis() / 1000.0));
        notes.addAll(plan.unfinished());
        if (quarantined > 0) {
            notes.add("set aside: SELECT * FROM " + plan.loading().quarantine().sql());
        }
        return notes;
    }

    /** Where nothing at all is loaded, what was wrong is what counts; it does not matter which run has loaded the rest. */
    private ExitCode exitCode() {
        return plan.isLoadedInPart() ? ExitCode.PARTIAL : failures.exitCode().orElse(ExitCode.PARTIAL);
    }

    private String lacking(Optional<String> stopped) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "Backfill of %s is not complete: %,d intervals loaded, %,d failed, %,d not tried%s.",
                plan.loading().target().address(),
                loaded.size(),
                failures.size(),
                skipped,
                stopped.map(why -> ", because " + why).orElse("")));
        lines.addAll(failures.lines());
        if (!plan.left().isEmpty()) {
            lines.add("  " + Failures.named(plan.left(), plan.loading().type())
                    + ", failed in an earlier run and were left (backfill.reprocess = none);"
                    + " --reprocess failed loads them");
        }
        calendar().forEach(line -> lines.add("  " + line));
        lines.add("What was loaded stays. Run again for what is lacking; highwater status shows all of it.");
        return String.join("\n", lines);
    }
}
