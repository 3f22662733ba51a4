package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * Reads back who made the commits of a table. Runs on the driver, no Spark job. What the newest of them say of themselves is
 * read once: a commit never changes.
 */
final class CommitLog {
    private static final int KEPT = 100;
    private static final int STEP = 50;
    private static final int SMALL_STEP = 10;
    private static final int LARGE_STEP = 200;
    private static final int RECENT = 5;

    private final CommitFiles files;
    private final Map<Long, Entry> read = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Entry> eldest) {
            return size() > KEPT;
        }
    });

    CommitLog(DeltaLog log) {
        this.files = new CommitFiles(log);
    }

    /** One commit: what it says of itself and whether it changed data. */
    record Entry(long version, Optional<CommitInfo> info, DataChange dataChange) {
        Optional<Stamp> stamp() {
            return info.flatMap(commit -> ScalaValues.optional(commit.userMetadata()))
                    .flatMap(Stamp::parse);
        }

        String operation() {
            return info.map(CommitInfo::operation).orElse("unknown operation");
        }
    }

    /** One commit and all that it did. */
    record Commit(Entry entry, List<Action> actions) {}

    /** Whether a commit changed what a reader sees. */
    enum DataChange {
        CHANGED,
        UNCHANGED
    }

    /** The newest commit stamped by a job, looking back as far as the log is kept. */
    Optional<StampedCommit> latestOf(String job, Snapshot snapshot) {
        Optional<StampedCommit> recent = recentOf(job, snapshot.version());
        if (recent.isPresent()) {
            return recent;
        }
        Iterator<StampedCommit> commits = commitsOf(job, snapshot);
        return commits.hasNext() ? Optional.of(commits.next()) : Optional.empty();
    }

    /** The newest commit whose stamp has a fact, whichever job's it is, looking back as far as the log is kept. */
    Optional<StampedCommit> latestTelling(String fact, Snapshot snapshot) {
        return newest(recent(snapshot.version()), fact).or(() -> {
            Iterable<Entry> entries = () -> newestFirst(snapshot.version());
            return newest(StreamSupport.stream(entries.spliterator(), false), fact);
        });
    }

    private static Optional<StampedCommit> newest(Stream<Entry> newestFirst, String fact) {
        return newestFirst
                .filter(entry -> entry.stamp()
                        .filter(stamp -> stamp.facts().containsKey(fact))
                        .isPresent())
                .findFirst()
                .map(CommitLog::stamped);
    }

    /** The newest commit stamped by a job among those up to a version. */
    Optional<StampedCommit> latestUpTo(long version, String job) {
        Iterable<Entry> entries = () -> newestFirst(version);
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> isBy(job, entry))
                .findFirst()
                .map(CommitLog::stamped);
    }

    /** Commits after one version, up to another, that changed rows and are not the job's; oldest first. */
    List<DeltaTarget.OtherCommit> byOthers(String job, long after, long last) {
        if (last <= after) {
            return List.of();
        }
        return between(after + 1, last).stream()
                .filter(entry -> entry.dataChange() == DataChange.CHANGED && !isBy(job, entry))
                .map(entry -> new DeltaTarget.OtherCommit(entry.version(), entry.operation()))
                .toList();
    }

    /** Commits after one version, up to another, that are the job's; oldest first. */
    List<StampedCommit> allAfter(long after, String job, long last) {
        if (last <= after) {
            return List.of();
        }
        return between(after + 1, last).stream()
                .filter(entry -> isBy(job, entry))
                .map(CommitLog::stamped)
                .toList();
    }

    /** Whether all commits after one version, up to another, are a run's, or have changed no row. Not if the log is not whole. */
    boolean onlyBy(String run, long after, long last) {
        if (last <= after) {
            return true;
        }
        List<Entry> since = between(after + 1, last);
        return since.size() == last - after && since.stream().noneMatch(entry -> isOfAnother(run, entry));
    }

    /** Those that are not, with all that they did; empty if the log is not whole. */
    Optional<List<Commit>> otherThan(String run, long after, long last) {
        List<Commit> since =
                files.read(after + 1, last, (number, actions) -> new Commit(entry(number, actions), actions));
        return since.size() == last - after
                ? Optional.of(since.stream()
                        .filter(commit -> isOfAnother(run, commit.entry()))
                        .toList())
                : Optional.empty();
    }

    private static boolean isOfAnother(String run, Entry entry) {
        return entry.dataChange() == DataChange.CHANGED
                && entry.stamp().filter(stamp -> stamp.run().equals(run)).isEmpty();
    }

    private static boolean isBy(String job, Entry entry) {
        return entry.stamp().filter(stamp -> stamp.job().equals(job)).isPresent();
    }

    /** All commits stamped by a job that the log still has, newest first. */
    List<StampedCommit> allOf(String job, Snapshot snapshot) {
        List<StampedCommit> all = new ArrayList<>();
        commitsOf(job, snapshot).forEachRemaining(all::add);
        return all;
    }

    /** The generation of the job's newest commit, if that is one of the last few up to a version. */
    Optional<Long> recentGenerationOf(String job, long version) {
        return recentOf(job, version).map(commit -> commit.stamp().generation());
    }

    private Optional<StampedCommit> recentOf(String job, long version) {
        return recent(version).filter(entry -> isBy(job, entry)).findFirst().map(CommitLog::stamped);
    }

    /** The last few commits up to a version, newest first, each read when it is come to. */
    private Stream<Entry> recent(long version) {
        return LongStream.iterate(version, one -> one >= 0 && one > version - RECENT, one -> one - 1)
                .mapToObj(this::at)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream);
    }

    private Iterator<StampedCommit> commitsOf(String job, Snapshot snapshot) {
        if (generationOf(job, snapshot).isEmpty()) {
            return Collections.emptyIterator();
        }
        Iterable<Entry> entries = () -> newestFirst(snapshot.version());
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> isBy(job, entry))
                .map(CommitLog::stamped)
                .iterator();
    }

    /**
     * The generation of a job's last commit. The commit itself says it where it is among the newest; otherwise the table's
     * state does, which costs a Spark job and is known even when the history is gone.
     */
    Optional<Long> generationOf(String job, Snapshot snapshot) {
        Optional<StampedCommit> recent = recentOf(job, snapshot.version());
        if (recent.isPresent() || snapshot.version() < 0) {
            return recent.map(commit -> commit.stamp().generation());
        }
        return ScalaValues.optional(snapshot.transactions().get(Stamp.transactionName(job)))
                .map(version -> ((Number) version).longValue());
    }

    /** The commit of a version, if the log still has it. */
    Optional<Entry> at(long version) {
        return between(version, version).stream().findFirst();
    }

    /** All commits the log still has, lazily, from {@code version} back. */
    Iterator<Entry> newestFirst(long version) {
        return new NewestFirst<>(version, STEP, this::between);
    }

    /** The same with all that they did, which may be much. */
    Iterator<Commit> commitsNewestFirst(long version) {
        return new NewestFirst<>(
                version,
                SMALL_STEP,
                (first, last) ->
                        files.read(first, last, (number, actions) -> new Commit(entry(number, actions), actions)));
    }

    /** The same with nothing but the files that they removed. */
    Iterator<Commit> removalsNewestFirst(long version) {
        return new NewestFirst<>(
                version,
                LARGE_STEP,
                (first, last) -> files.read(
                        first,
                        last,
                        (number, actions) -> new Commit(
                                entry(number, actions),
                                actions.stream()
                                        .filter(RemoveFile.class::isInstance)
                                        .toList())));
    }

    private static StampedCommit stamped(Entry entry) {
        return new StampedCommit(
                entry.version(),
                entry.info().orElseThrow().timestamp().toInstant(),
                entry.stamp().orElseThrow());
    }

    private List<Entry> between(long first, long last) {
        SortedMap<Long, Entry> entries = new TreeMap<>();
        long from = last + 1;
        long to = first - 1;
        for (long version = first; version <= last; version++) {
            Entry known = read.get(version);
            if (known != null) {
                entries.put(version, known);
            } else {
                from = Math.min(from, version);
                to = version;
            }
        }
        for (Entry entry : files.read(from, to, CommitLog::entry)) {
            read.put(entry.version(), entry);
            entries.put(entry.version(), entry);
        }
        return List.copyOf(entries.values());
    }

    private static Entry entry(long version, List<Action> actions) {
        Optional<CommitInfo> info = actions.stream()
                .filter(CommitInfo.class::isInstance)
                .map(CommitInfo.class::cast)
                .findFirst();
        boolean changed = actions.stream().anyMatch(action -> action instanceof FileAction file && file.dataChange());
        return new Entry(version, info, changed ? DataChange.CHANGED : DataChange.UNCHANGED);
    }
}
