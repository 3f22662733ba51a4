package io.highwater.jobs.backfill;

import static org.apache.spark.sql.functions.lit;

import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.KeyUniqueness;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.quality.RowGuards;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.source.Reading;
import io.highwater.common.target.StagedRange;
import io.highwater.common.target.Staging;
import io.highwater.common.target.StagingFailures;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.VacantRange;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Loads a group of intervals: read once, written beside the table, judged, and put in the place of what the table has there
 * by one commit.
 *
 * @param stop no group is begun once it is raised
 * @param readings one for each group that may be read and written at a time
 * @param commits held by whoever commits, so that groups do not overtake each other
 * @param vacant what is known of all that the run is to load, if the table had no rows there
 * @param tried intervals that were about to be committed; kept here
 * @param carried facts that every commit of the run says
 */
record GroupLoad(
        Loading loading,
        RunContext context,
        StopSignal stop,
        Semaphore readings,
        Lock commits,
        Optional<VacantRange> vacant,
        Set<Window> tried,
        Map<String, String> carried) {
    private static final String INSIDE = "within-interval";

    /**
     * What was loaded.
     *
     * @param rows rows that the table got
     * @param read rows that came out of the source
     * @param setAside rows set aside of each interval, in the order of intervals
     * @param commit what was committed
     */
    record Loaded(long rows, long read, List<Long> setAside, StagedRange.Published commit) {
        /** Rows set aside. */
        long quarantined() {
            return setAside.stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Does it.
     *
     * @param parts how many parts the rows are to be read in; 0 lets the source balance them
     * @param more whether the commit is surely not the run's last
     * @throws NotBegunException if the run is to stop
     * @throws GuiltyIntervalsException if some of several intervals are to blame; nothing was changed
     * @throws io.highwater.common.error.UserException if the group cannot be loaded; nothing was changed
     */
    Loaded load(Group group, int parts, boolean more) throws NotBegunException, GuiltyIntervalsException {
        List<RowCheck> checks = checks(group.window());
        Measurement measurement = new Measurement(loading.key(), checks, Measurement.Content.COUNTED);
        StagedRange staged = staged(group, parts, measurement);
        context.reached(Step.STAGED);
        judgeOrDiscard(group, staged, measurement, checks);
        context.reached(Step.JUDGED);
        return published(group, staged, measurement, more);
    }

    /** Once a commit has been tried nothing is thrown away: it may be there. */
    private void judgeOrDiscard(Group group, StagedRange staged, Measurement measurement, List<RowCheck> checks)
            throws GuiltyIntervalsException {
        try {
            judge(group, staged, measurement, checks);
        } catch (Exception refused) {
            staged.discard();
            throw refused;
        }
    }

    private StagedRange staged(Group group, int parts, Measurement measurement) throws NotBegunException {
        readings.acquireUninterruptibly();
        try {
            if (stop.isRaised()) {
                throw new NotBegunException();
            }
            Staging staging = new Staging(
                    loading.target(), loading.settings().job().target().layout(), sought());
            try (Reading reading = group.open(loading.changes(), parts)) {
                return staged(staging, reading, measurement);
            }
        } finally {
            readings.release();
        }
    }

    private StagedRange staged(Staging staging, Reading reading, Measurement measurement) {
        try {
            return staging.range(measurement.of(reading.rows()), loading.fit());
        } catch (Exception failure) {
            throw StagingFailures.explained(failure, reading, loading.target());
        }
    }

    private void judge(Group group, StagedRange staged, Measurement measurement, List<RowCheck> checks)
            throws GuiltyIntervalsException {
        List<Refusal> refusals = new ArrayList<>(RowGuards.judge(measurement.figures(), checks));
        if (refusals.isEmpty() && !loading.key().isEmpty()) {
            KeyUniqueness.refusal(staged.rows(), loading.key()).ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            refuse(group, staged, measurement, refusals);
        }
    }

    /** In a group, intervals that can be told are named; else the group is to be taken apart. */
    private void refuse(Group group, StagedRange staged, Measurement measurement, List<Refusal> refusals)
            throws GuiltyIntervalsException {
        if (group.size() > 1) {
            IntervalCounts counts =
                    IntervalCounts.of(staged.rows(), position(), suspect(measurement), group.intervals());
            if (!counts.bad().isEmpty()) {
                throw new GuiltyIntervalsException(counts.bad());
            }
        }
        throw new RefusedException(
                "Refused to load " + group.window().describe(loading.type()) + " into "
                        + loading.target().address() + ".",
                refusals,
                "What the table has there stays. Mend the rows and run again, or set them aside: on-fail = quarantine for a"
                        + " check.");
    }

    private Loaded published(Group group, StagedRange staged, Measurement measurement, boolean more) {
        Figures figures = measurement.figures();
        Window window = group.window();
        commits.lock();
        try {
            context.checkLease();
            List<Long> setAside = figures.quarantined() > 0
                    ? setAside(group, staged, measurement)
                    : group.intervals().stream().map(none -> 0L).toList();
            Stamp stamp = context.stamp(facts(group, figures, more));
            StagedRange.Published commit = staged.publish(
                    loading.inside(window), loading.predicate(loading.targetColumn(), window), known(group), stamp);
            context.reached(Step.COMMITTED);
            return new Loaded(figures.kept(), figures.rows(), setAside, commit);
        } finally {
            commits.unlock();
        }
    }

    /** A commit that failed may have been made all the same: where one was tried before, the table is looked at. */
    private Optional<VacantRange> known(Group group) {
        List<Window> untried = group.intervals().stream().filter(tried::add).toList();
        return untried.size() == group.size() ? vacant : Optional.empty();
    }

    /** How many rows of each interval that were. */
    private List<Long> setAside(Group group, StagedRange staged, Measurement measurement) {
        Dataset<Row> rows = staged.rows().filter(measurement.quarantined());
        List<Long> counts = group.size() == 1
                ? List.of(measurement.figures().quarantined())
                : IntervalCounts.of(rows, position(), lit(false), group.intervals())
                        .rows();
        Map<String, Column> reasons = new LinkedHashMap<>();
        loading.settings().job().checks().stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .forEach(check -> reasons.put(check.name(), check.fails()));
        Stamp stamp = context.stamp(Map.of());
        loading.quarantine().addUnseen(rows, reasons, stamp, stamp.generation());
        staged.remove(measurement.quarantined());
        return counts;
    }

    private Map<String, String> facts(Group group, Figures figures, boolean more) {
        Map<String, String> facts = new LinkedHashMap<>(carried);
        Window window = group.window();
        facts.put(Stamp.FROM, loading.type().text(window.from().orElseThrow()));
        facts.put(Stamp.TO, loading.type().text(window.to()));
        facts.put(Stamp.COLUMN, loading.settings().column());
        facts.put(Stamp.COLUMN_TYPE, loading.type().name());
        facts.put("intervals", Integer.toString(group.size()));
        facts.put("source", loading.changes().describe());
        facts.put("read", Long.toString(figures.rows()));
        facts.put(Stamp.QUARANTINED, Long.toString(figures.quarantined()));
        if (more) {
            facts.put(Stamp.MORE, "true");
        }
        return facts;
    }

    private Column position() {
        return CursorColumns.position(loading.targetColumn(), loading.type());
    }

    private Column suspect(Measurement measurement) {
        Column failed = loading.settings().job().checks().stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.FAIL)
                .map(RowCheck::fails)
                .reduce(Column::or)
                .orElse(lit(false));
        return loading.key().stream()
                .map(column -> CursorColumns.of(column)
                        .isNull()
                        .and(org.apache.spark.sql.functions.not(measurement.quarantined())))
                .reduce(failed, Column::or);
    }

    /** What the user wants of rows, and that they are rows of the group: they come from elsewhere, and go in another's place. */
    private List<RowCheck> checks(Window window) {
        List<RowCheck> checks = new ArrayList<>(loading.settings().job().checks());
        checks.add(new RowCheck(INSIDE, loading.predicate(loading.settings().column(), window), RowCheck.OnFail.FAIL));
        return checks;
    }

    /** Rows are looked for by the key and, when an interval is replaced, by its dates. */
    private List<String> sought() {
        List<String> sought = new ArrayList<>(List.of(loading.targetColumn()));
        sought.addAll(loading.key());
        return sought;
    }
}
