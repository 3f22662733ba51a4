package io.highwater.common.state;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One finished run, one row of the {@code runs} table.
 *
 * @param job the job's name
 * @param run the run's identity
 * @param generation the lease the run held; grows by at least one from run to run of a job
 * @param pattern the loading pattern, such as {@code full-refresh}, or the command, such as {@code undo}
 * @param status how it ended
 * @param startedAt when the lease was taken
 * @param endedAt when the run ended, or was found to have ended
 * @param exitCode what the process was told to return; empty for a run found interrupted
 * @param rowsRead rows that came out of the source, where counted
 * @param rowsWritten rows in the commit, where there is one
 * @param rowsQuarantined rows set aside, where counted
 * @param bytesWritten bytes of the files in its commits, where counted
 * @param target what was written to
 * @param targetVersion the Delta version committed; empty when nothing was
 * @param message one sentence on the outcome, without secrets
 */
public record RunRecord(
        String job,
        String run,
        long generation,
        String pattern,
        RunStatus status,
        Instant startedAt,
        Instant endedAt,
        OptionalLong exitCode,
        OptionalLong rowsRead,
        OptionalLong rowsWritten,
        OptionalLong rowsQuarantined,
        OptionalLong bytesWritten,
        String target,
        OptionalLong targetVersion,
        Optional<String> message) {
    /** What is done about a table that is loaded. */
    private static final Set<String> TENDING = Set.of("upkeep", "undo", "rewind", "prove", "release");

    /** Whether the run was to bring rows from a source, so that a later success makes up for its failure. */
    public boolean isLoad() {
        return !isTending(pattern);
    }

    /** Whether a pattern or command is about a table that is loaded otherwise. */
    public static boolean isTending(String pattern) {
        return TENDING.contains(pattern);
    }
}
