package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.time.IntervalUnit;
import io.highwater.jobs.backfill.BackfillSettings.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which days a run is about: what it was told, and, where gaps are filled, all that were ever planned besides. */
record PlannedRange(Loading loading, Ledger ledger) {
    /** @throws UserException if no day is known, or there are too many */
    Range days() {
        BackfillSettings settings = loading.settings();
        return settings.fillGaps() ? withGaps(settings) : settings.range().orElseThrow();
    }

    /** From the first of all days to the last. */
    private Range withGaps(BackfillSettings settings) {
        Range all = Stream.concat(settings.range().stream(), everPlanned(settings).stream())
                .reduce(Range::spanning)
                .orElseThrow(() -> refused(
                        "no interval of it is known. Say which dates are to be loaded, with --from and --through."));
        BackfillSettings.tooMany(all, settings.unit(), settings.maxIntervals()).ifPresent(problem -> {
            throw refused(problem + " (highwater.backfill.max-intervals). Nothing was read or written.");
        });
        return all;
    }

    private UserException refused(String why) {
        return new UserException(ExitCode.CONFIGURATION, "Cannot fill gaps of job " + loading.job() + ": " + why);
    }

    private Optional<Range> everPlanned(BackfillSettings settings) {
        List<IntervalRecord> all = ledger.known().all();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long last = all.get(all.size() - 1).window().to() - 1;
        return Optional.of(new Range(
                IntervalUnit.day(all.get(0).window().from().orElseThrow(), loading.type(), settings.zone()),
                IntervalUnit.day(last, loading.type(), settings.zone())));
    }
}
