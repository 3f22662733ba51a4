package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * What became of files that a table once had, by its log, walked from the newest commit back. A file that was removed stays
 * if that was lately, or if one of the last loads removed it or a later commit did: then {@link Undo}, which goes from load to
 * load like this, needs it. Delta itself forgets when files were removed after a while, so its VACUUM cannot be told to keep
 * them for longer; this can.
 */
final class Past {
    /** What Delta's history calls the end of a VACUUM. */
    private static final String VACUUMED = "VACUUM END";

    private final StoredFiles stored;
    private final Bounds bounds;
    private final Set<Path> kept = new HashSet<>();
    private final Map<Path, Long> free = new HashMap<>();
    private Optional<Instant> vacuumed = Optional.empty();
    private boolean old;
    private int loads;
    private long skipTo = Long.MAX_VALUE;

    private Past(StoredFiles stored, Bounds bounds) {
        this.stored = stored;
        this.bounds = bounds;
    }

    /**
     * What matters of the past.
     *
     * @param now the present
     * @param retention what was removed within that time stays
     * @param loads what so many loads have removed stays
     * @param every the time between two times that files are deleted
     */
    record Bounds(Instant now, Duration retention, int loads, Duration every) {
        Instant keptSince() {
            return now.minus(retention);
        }
    }

    static Past of(DeltaTarget target, Snapshot now, StoredFiles stored, Bounds bounds) {
        Past past = new Past(stored, bounds);
        Iterator<CommitLog.Commit> commits = target.commits().removalsNewestFirst(now.version());
        boolean matters = true;
        while (matters && commits.hasNext()) {
            matters = past.goesBackTo(commits.next());
        }
        return past;
    }

    /** Files that do not belong to the table any more and stay all the same. */
    Set<Path> kept() {
        return kept;
    }

    /** Files that were removed since files were last deleted, as far as it matters, with their bytes. Some may live again. */
    Map<Path, Long> free() {
        free.keySet().removeAll(kept);
        return free;
    }

    /** When files were last deleted, if it was lately. */
    Optional<Instant> vacuumed() {
        return vacuumed;
    }

    /** Whether the table has been there for longer than files are kept. */
    boolean isOld() {
        return old;
    }

    /** Takes a commit into account; false if it and all before it do not matter. */
    private boolean goesBackTo(CommitLog.Commit commit) {
        CommitLog.Entry entry = commit.entry();
        Instant at = entry.info().map(info -> info.timestamp().toInstant()).orElse(bounds.now());
        boolean needed = loads < bounds.loads();
        boolean recent = !at.isBefore(bounds.keptSince());
        old |= !recent;
        if (!needed && at.isBefore(horizon())) {
            return false;
        }
        commit.actions().forEach(removed -> take((RemoveFile) removed, needed || recent));
        if (vacuumed.isEmpty() && entry.operation().equals(VACUUMED)) {
            vacuumed = Optional.of(at);
        }
        count(entry);
        return true;
    }

    /** What was removed before that is gone, or waits for the next time anyway. */
    private Instant horizon() {
        return vacuumed.orElse(bounds.now().minus(bounds.every())).minus(bounds.retention());
    }

    private void take(RemoveFile removed, boolean stays) {
        if (stays) {
            kept.addAll(stored.of(removed));
        } else {
            long bytes = ScalaValues.optional(removed.size())
                    .map(size -> ((Number) size).longValue())
                    .orElse(0L);
            stored.of(removed)
                    .forEach(path -> free.merge(path, stored.isVectorOf(removed, path) ? 0L : bytes, Math::max));
        }
    }

    /** An undo takes the loads before it back, down to the version that it restored, and is none itself. */
    private void count(CommitLog.Entry entry) {
        if (entry.version() > skipTo || entry.dataChange() == CommitLog.DataChange.UNCHANGED) {
            return;
        }
        Optional<Stamp> undo =
                entry.stamp().filter(stamp -> stamp.number(Stamp.RESTORED).isPresent());
        if (undo.isPresent()) {
            skipTo = undo.get().number(Stamp.RESTORED).getAsLong();
        } else {
            loads++;
        }
    }
}
