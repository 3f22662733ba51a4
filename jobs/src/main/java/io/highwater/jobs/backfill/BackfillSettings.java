package io.highwater.jobs.backfill;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import io.highwater.common.job.CursorSettings;
import io.highwater.common.job.JobSettings;
import io.highwater.common.source.Cursor;
import io.highwater.common.target.NewColumns;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.time.IntervalUnit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a backfill is told.
 *
 * @param job what every pattern is told
 * @param column the column whose dates are loaded
 * @param zone the zone whose days they are, for points in time
 * @param range which days; empty for none but those that the ledger knows of
 * @param fillGaps whether all days that the ledger knows of belong to them too, and those in between
 * @param maxIntervals more intervals are refused
 * @param verify whether intervals that are loaded are compared with the source, by their rows' number
 * @param unit how long an interval is
 * @param order which intervals come first
 * @param reprocess which intervals are loaded that were tried before
 * @param parallelism groups of intervals that are loaded at a time, at least 1
 * @param groupRows about how many rows neighbouring intervals may have together to be loaded in one go, at least 1
 * @param canary whether intervals are loaded one by one until the first of them has succeeded
 * @param maxFailures the run stops when more intervals than this have failed
 * @param retry what is done about failures that may pass
 * @param onNull what happens to rows that have no date
 * @param schema what happens when the source's columns are not the table's
 * @param handover how an incremental load is to go on afterwards; empty if it is not
 */
record BackfillSettings(
        JobSettings job,
        String column,
        ZoneId zone,
        Optional<Range> range,
        boolean fillGaps,
        int maxIntervals,
        boolean verify,
        IntervalUnit unit,
        Order order,
        Reprocess reprocess,
        int parallelism,
        long groupRows,
        boolean canary,
        int maxFailures,
        Retry retry,
        WithoutDate onNull,
        SchemaPolicy schema,
        Optional<Handover.Settings> handover) {
    private static final int MOST_AT_A_TIME = 64;
    private static final int MOST_INTERVALS = 1_000_000;
    private static final int MOST_ATTEMPTS = 100;
    private static final Shape<LocalDate> DATE =
            Shape.parsed("expected a date such as 2024-01-31", LocalDate.EPOCH, BackfillSettings::date);

    /** Days, both inclusive, the first not after the last. */
    record Range(LocalDate from, LocalDate through) {
        /** From the first day of both to the last. */
        Range spanning(Range other) {
            return new Range(
                    from.isBefore(other.from()) ? from : other.from(),
                    through.isAfter(other.through()) ? through : other.through());
        }
    }

    /** Which intervals come first. */
    enum Order {
        OLDEST,
        NEWEST
    }

    /** Which intervals of the range are loaded. */
    enum Reprocess {
        /** Those that were never tried. */
        NONE,
        /** Those that are not loaded, tried or not. */
        FAILED,
        /** All. */
        ALL
    }

    /** What happens to rows whose date is NULL: no interval holds them. */
    enum WithoutDate {
        /** The run is refused. */
        FAIL,
        /** They are left out and counted. */
        EXCLUDE
    }

    /**
     * What is done about failures that may pass.
     *
     * @param attempts how often a group is tried, at least 1
     * @param backoff the pause after the first attempt; it doubles with each
     */
    record Retry(int attempts, Duration backoff) {}

    /** What the command line says instead of the configuration. */
    record Overrides(
            Optional<LocalDate> from,
            Optional<LocalDate> through,
            Optional<Reprocess> reprocess,
            Optional<Integer> parallelism,
            boolean fillGaps,
            boolean verify) {
        /** Whether gaps are filled wherever there are any. */
        boolean fillsGaps() {
            return fillGaps && from.isEmpty() && through.isEmpty();
        }
    }

    /** Reads the configuration; what is wrong with it becomes problems of the configuration. */
    static BackfillSettings from(Section root, Overrides said) {
        Section backfill = root.section("backfill");
        IntervalUnit unit = backfill.choice("interval", IntervalUnit.class);
        Section retry = backfill.section("retry");
        int parallelism = backfill.integer("parallelism", 1, MOST_AT_A_TIME);
        said.parallelism()
                .filter(number -> number < 1 || number > MOST_AT_A_TIME)
                .ifPresent(number -> backfill.problem(
                        "parallelism",
                        "--parallelism = " + number + "; expected an integer from 1 to " + MOST_AT_A_TIME));
        Reprocess reprocess = backfill.choice("reprocess", Reprocess.class);
        return new BackfillSettings(
                JobSettings.from(root),
                backfill.text("column"),
                CursorSettings.zone(backfill),
                range(backfill, unit, said),
                said.fillsGaps(),
                backfill.integer("max-intervals", 1, MOST_INTERVALS),
                said.verify(),
                unit,
                backfill.choice("order", Order.class),
                said.reprocess().orElse(reprocess),
                said.parallelism().orElse(parallelism),
                backfill.longInteger("group-rows", 1, Long.MAX_VALUE),
                backfill.flag("canary"),
                backfill.integer("max-failures", 0, MOST_INTERVALS),
                new Retry(retry.integer("attempts", 1, MOST_ATTEMPTS), retry.duration("backoff")),
                backfill.choice("on-null", WithoutDate.class),
                backfill.choice("schema", NewColumns.class).policy(),
                Handover.Settings.from(root, backfill));
    }

    /** The column, in the words of who reads by columns that say when a row changed. */
    Cursor cursor() {
        return new Cursor(column, zone, Cursor.Sight.OFF, "highwater.backfill.column");
    }

    /** To fill gaps it takes no range, and one end of one is good: what was ever planned is another. */
    private static Optional<Range> range(Section backfill, IntervalUnit unit, Overrides said) {
        Optional<LocalDate> configuredFrom = backfill.optionalValue("from", DATE);
        Optional<LocalDate> configuredThrough = backfill.optionalValue("through", DATE);
        Optional<LocalDate> from = said.from().or(() -> configuredFrom);
        Optional<LocalDate> through = said.through().or(() -> configuredThrough);
        if (said.fillsGaps()) {
            return from.or(() -> configuredThrough)
                    .flatMap(first -> range(backfill, unit, new Range(first, through.orElse(first))));
        }
        Range range = new Range(
                from.orElseGet(() -> backfill.value("from", DATE)),
                through.orElseGet(() -> backfill.value("through", DATE)));
        return from.isEmpty() || through.isEmpty() ? Optional.empty() : range(backfill, unit, range);
    }

    private static Optional<Range> range(Section backfill, IntervalUnit unit, Range range) {
        if (range.through().isBefore(range.from())) {
            backfill.problem(
                    "through", range.through() + " is before from = " + range.from() + "; both days are inclusive");
            return Optional.empty();
        }
        tooMany(range, unit, backfill.integer("max-intervals", 1, MOST_INTERVALS))
                .ifPresent(problem -> backfill.problem("max-intervals", problem));
        return Optional.of(range);
    }

    /** What is wrong with a range that has more intervals than are allowed; empty if it has not. */
    static Optional<String> tooMany(Range range, IntervalUnit unit, int most) {
        long intervals = unit.count(range.from(), range.through());
        return intervals > most
                ? Optional.of(range.from() + " to " + range.through() + " are " + intervals
                        + " intervals; load less at a time, take longer intervals, or allow more")
                : Optional.empty();
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
