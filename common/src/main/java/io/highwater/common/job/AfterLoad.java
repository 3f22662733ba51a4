package io.highwater.common.job;

import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.target.Chore;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.UpkeepSettings;
import java.util.List;

/**
 * The upkeep of a table after a run that has written into it: files are brought together where that is due. To find out costs a
 * query of the log, so it is done once in some versions. What cannot be done is told and left; the load is committed by then.
 *
 * @param table what the run has written into
 * @param settings how it is to be kept
 * @param key the columns that its rows are looked for by
 * @param look once in so many versions
 */
public record AfterLoad(DeltaTarget table, UpkeepSettings settings, List<String> key, long look) {
    public AfterLoad {
        key = List.copyOf(key);
    }

    /** After runs that make a version or two. */
    public static AfterLoad atTimes(DeltaTarget table, UpkeepSettings settings, List<String> key) {
        return new AfterLoad(table, settings, key, settings.smallFiles());
    }

    /** After runs that write much. */
    public static AfterLoad always(DeltaTarget table, UpkeepSettings settings, List<String> key) {
        return new AfterLoad(table, settings, key, 1);
    }

    /**
     * Does what is due.
     *
     * @param outcomes what the run did
     * @return what was done, and what could not be
     * @throws LeaseHeldException if the job was taken over
     */
    List<Outcome> run(String job, RunContext run, List<Outcome> outcomes) {
        if (settings.mode() != UpkeepSettings.Mode.AUTO || !isTimeToLook(outcomes)) {
            return List.of();
        }
        Tending tending = Tending.afterCommits(run);
        try {
            tending.tend(table, () -> Chore.compaction(table, settings, job, key));
        } catch (LeaseHeldException lost) {
            throw lost;
        } catch (Exception failure) {
            tending.failed(table, failure);
        }
        return tending.outcomes();
    }

    /** Whether a multiple of {@link #look} is among the versions that were made. */
    private boolean isTimeToLook(List<Outcome> outcomes) {
        long[] versions = outcomes.stream()
                .filter(Outcome.Committed.class::isInstance)
                .mapToLong(outcome -> ((Outcome.Committed) outcome).version())
                .sorted()
                .toArray();
        return versions.length > 0 && versions[versions.length - 1] / look > (versions[0] - 1) / look;
    }
}
