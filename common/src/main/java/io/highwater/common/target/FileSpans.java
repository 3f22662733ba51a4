package io.highwater.common.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * From which version to which each file was a table's, as far back as the log tells. It is read from the newest version
 * back, so that a log whose beginning is gone still tells all that it can. A file with another deletion vector counts as
 * another.
 */
final class FileSpans {
    /** Where a span begins whose beginning the log does not tell any more. */
    static final long UNKNOWN = -1;

    /** Where a span ends that has not ended. */
    static final long OPEN = Long.MAX_VALUE;

    private final List<Span> spans = new ArrayList<>();
    private final TreeMap<Long, CommitLog.Entry> commits = new TreeMap<>();
    private final TreeMap<Long, Metadata> descriptions = new TreeMap<>();
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Long> begun = new HashMap<>();

    private FileSpans() {}

    /**
     * The versions in which a table had a file.
     *
     * @param path the file's path in the log's words
     * @param file the file as if it had no deletion vector; empty if the log does not say enough to read it
     * @param hidden which of its rows were not the table's
     * @param from the first version, or {@link #UNKNOWN}
     * @param until the first version that did not have it, or {@link #OPEN}
     */
    record Span(
            String path, Optional<AddFile> file, Optional<DeletionVectorDescriptor> hidden, long from, long until) {}

    private record Open(FileAction file, long until) {}

    static FileSpans of(DeltaTarget target, Snapshot now) {
        FileSpans all = new FileSpans();
        now.allFiles().collectAsList().forEach(file -> all.open.put(identity(file), new Open(file, OPEN)));
        Iterator<CommitLog.Commit> commits = target.commits().commitsNewestFirst(now.version());
        commits.forEachRemaining(all::take);
        all.open.values().forEach(each -> all.add(each, UNKNOWN));
        return all;
    }

    List<Span> spans() {
        return spans;
    }

    /** The commits that the log still tells of, by version. */
    TreeMap<Long, CommitLog.Entry> commits() {
        return commits;
    }

    /** How the table was described in a version; empty if the log does not tell any more. */
    Optional<Metadata> descriptionAt(long version) {
        return Optional.ofNullable(descriptions.floorEntry(version)).map(Map.Entry::getValue);
    }

    /** Whether the table was always described the same, as far as is known. */
    boolean isOneDescription() {
        return descriptions.size() <= 1;
    }

    private void take(CommitLog.Commit commit) {
        long version = commit.entry().version();
        commits.put(version, commit.entry());
        for (Action action : commit.actions()) {
            if (action instanceof AddFile file) {
                begin(file, version);
            } else if (action instanceof Metadata metadata) {
                descriptions.put(version, metadata);
            }
        }
        for (Action action : commit.actions()) {
            if (action instanceof RemoveFile file) {
                open.put(identity(file), new Open(file, version));
            }
        }
    }

    /** A file that is added once more, for its statistics' sake, was the table's all along. */
    private void begin(AddFile file, long version) {
        String identity = identity(file);
        Open ended = open.remove(identity);
        if (ended != null) {
            add(new Open(file, ended.until()), version);
        } else if (begun.containsKey(identity)) {
            add(new Open(file, begun.get(identity)), version);
        }
        begun.put(identity, version);
    }

    private void add(Open ended, long from) {
        FileAction file = ended.file();
        spans.add(new Span(file.path(), readable(file), Optional.ofNullable(vector(file)), from, ended.until()));
    }

    private static Optional<AddFile> readable(FileAction action) {
        if (action instanceof AddFile file) {
            return Optional.of(VersionedDelta.plain(file));
        }
        RemoveFile file = (RemoveFile) action;
        return file.partitionValues() == null || file.size().isEmpty()
                ? Optional.empty()
                : Optional.of(VersionedDelta.plain(file));
    }

    private static String identity(FileAction file) {
        DeletionVectorDescriptor vector = vector(file);
        return file.path() + "#" + (vector == null ? "" : vector.uniqueId());
    }

    private static DeletionVectorDescriptor vector(FileAction action) {
        return action instanceof AddFile file ? file.deletionVector() : ((RemoveFile) action).deletionVector();
    }
}
