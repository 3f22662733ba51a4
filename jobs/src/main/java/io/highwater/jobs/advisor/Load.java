package io.highwater.jobs.advisor;

import io.highwater.common.history.TableCommit;
import io.highwater.common.state.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run that ended well.
 *
 * @param pattern the pattern, or the command
 * @param at when it began
 * @param took how long it took
 * @param read rows that came out of the source
 * @param written rows in its commits
 * @param committed whether there was anything to commit
 * @param deleted rows it deleted or marked because the source does not have them any more, as far as is known
 * @param commit its last commit, where it was looked at and is still known
 */
record Load(
        String pattern,
        Instant at,
        Duration took,
        long read,
        long written,
        boolean committed,
        long deleted,
        Optional<TableCommit> commit) {
    static Load of(RunRecord run, Optional<TableCommit> commit, long deleted) {
        return new Load(
                run.pattern(),
                run.startedAt(),
                Duration.between(run.startedAt(), run.endedAt()),
                run.rowsRead().orElse(0),
                run.rowsWritten().orElse(0),
                run.targetVersion().isPresent(),
                deleted,
                commit);
    }

    /** The part of the table's files, by size, that its last commit put others in the place of. */
    OptionalDouble rewritten() {
        return commit.filter(
                        done -> done.before().filter(size -> size.bytes() > 0).isPresent())
                .map(done -> OptionalDouble.of((double) done.touched().bytesReplaced()
                        / done.before().orElseThrow().bytes()))
                .orElse(OptionalDouble.empty());
    }
}
