package io.highwater.common.target;

import io.highwater.common.target.RowHistory.Change;
import io.highwater.common.target.RowHistory.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArray;
import org.apache.spark.sql.delta.deletionvectors.StoredBitmap;
import org.apache.spark.sql.delta.storage.dv.DeletionVectorStore$;

/** Puts together from which version to which each row of a key was a table's, and so what each commit did to it. */
final class RowTrace {
    private final DeltaTarget target;
    private final FileSpans spans;
    private final RowSearch.Found found;
    private final long newest;
    private final List<Visible> visible = new ArrayList<>();
    private final Map<String, RoaringBitmapArray> vectors = new HashMap<>();

    private RowTrace(DeltaTarget target, FileSpans spans, RowSearch.Found found, long newest) {
        this.target = target;
        this.spans = spans;
        this.found = found;
        this.newest = newest;
    }

    /** A row that readers saw in versions from one to before another. */
    private record Visible(RowSearch.Hit hit, long from, long until) {}

    static RowHistory of(DeltaTarget target, RowKey key) {
        Snapshot now = target.snapshot();
        FileSpans spans = FileSpans.of(target, now);
        RowSearch.Found found = new RowSearch(target, now, spans, key).run();
        return new RowTrace(target, spans, found, now.version()).history();
    }

    private RowHistory history() {
        Map<String, List<RowSearch.Hit>> hits = new HashMap<>();
        found.hits()
                .forEach(hit -> hits.computeIfAbsent(hit.path(), unused -> new ArrayList<>())
                        .add(hit));
        HashSet<FileSpans.Span> unknown = new HashSet<>(found.unknown());
        spans.spans().stream()
                .filter(span -> !unknown.contains(span))
                .forEach(span -> hits.getOrDefault(span.path(), List.of()).forEach(hit -> show(hit, span)));
        long oldest = spans.commits().isEmpty() ? newest : spans.commits().firstKey();
        OptionalLong blurred = found.unknown().stream()
                .mapToLong(span -> Math.min(span.until(), newest + 1) - 1)
                .max();
        return new RowHistory(changes(), oldest == 0 ? List.of() : at(oldest - 1), oldest, newest, blurred);
    }

    private void show(RowSearch.Hit hit, FileSpans.Span span) {
        if (span.hidden().filter(vector -> loaded(vector).contains(hit.row())).isEmpty()) {
            visible.add(new Visible(hit, span.from(), span.until()));
        }
    }

    private List<Change> changes() {
        TreeSet<Long> turns = new TreeSet<>();
        visible.forEach(each -> {
            turns.add(each.from());
            turns.add(each.until());
        });
        turns.remove(FileSpans.UNKNOWN);
        turns.remove(FileSpans.OPEN);
        List<Change> changes = new ArrayList<>();
        turns.descendingSet().forEach(version -> change(version).ifPresent(changes::add));
        return changes;
    }

    private Optional<Change> change(long version) {
        CommitLog.Entry commit = spans.commits().get(version);
        List<Map<String, Optional<String>>> before = at(version - 1);
        List<Map<String, Optional<String>>> after = at(version);
        boolean same = isSame(before, after);
        if (same && (commit.dataChange() == CommitLog.DataChange.UNCHANGED || !isMoved(version))) {
            return Optional.empty();
        }
        return Optional.of(new Change(
                version,
                commit.info().map(info -> info.timestamp().toInstant()),
                commit.operation(),
                commit.stamp(),
                same ? Kind.REWRITTEN : kind(version, before, after),
                before,
                after));
    }

    private Kind kind(long version, List<?> before, List<?> after) {
        if (before.isEmpty()) {
            return isBlurred(version - 1) ? Kind.WRITTEN : Kind.INSERTED;
        }
        if (after.isEmpty()) {
            return isBlurred(version) ? Kind.REPLACED : Kind.DELETED;
        }
        return Kind.UPDATED;
    }

    /** A deletion vector that hides other rows of the file leaves this one where it is. */
    private boolean isMoved(long version) {
        return !positions(version).equals(positions(version - 1));
    }

    private HashSet<String> positions(long version) {
        HashSet<String> positions = new HashSet<>();
        seenAt(version)
                .forEach(each ->
                        positions.add(each.hit().path() + "#" + each.hit().row()));
        return positions;
    }

    private List<Map<String, Optional<String>>> at(long version) {
        return seenAt(version).stream().map(each -> each.hit().content()).toList();
    }

    private List<Visible> seenAt(long version) {
        return visible.stream()
                .filter(each -> each.from() <= version && version < each.until())
                .toList();
    }

    private boolean isBlurred(long version) {
        return found.unknown().stream().anyMatch(span -> span.from() <= version && version < span.until());
    }

    /** A column that a version did not have is as good as one that was NULL. */
    private static boolean isSame(List<Map<String, Optional<String>>> one, List<Map<String, Optional<String>>> other) {
        List<Map<String, Optional<String>>> rest =
                new ArrayList<>(other.stream().map(RowTrace::filled).toList());
        return one.size() == other.size() && one.stream().allMatch(row -> rest.remove(filled(row)));
    }

    private static Map<String, Optional<String>> filled(Map<String, Optional<String>> row) {
        Map<String, Optional<String>> filled = new HashMap<>(row);
        filled.values().removeIf(Optional::isEmpty);
        return filled;
    }

    private RoaringBitmapArray loaded(DeletionVectorDescriptor vector) {
        DeltaLog log = target.log();
        return vectors.computeIfAbsent(
                vector.uniqueId(),
                unused -> StoredBitmap.create(vector, target.path())
                        .load(DeletionVectorStore$.MODULE$.createInstance(log.newDeltaHadoopConf())));
    }
}
