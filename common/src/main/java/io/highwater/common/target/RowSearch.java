package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Looks for one row in all files that a table has or had and that are still there, deletion vectors or not. One scan, or
 * one more for each time that the type of a column was changed.
 */
final class RowSearch {
    private final DeltaTarget target;
    private final Snapshot now;
    private final FileSpans spans;
    private final RowKey key;

    RowSearch(DeltaTarget target, Snapshot now, FileSpans spans, RowKey key) {
        this.target = target;
        this.now = now;
        this.spans = spans;
        this.key = key;
    }

    /**
     * A row that was found.
     *
     * @param path the file it lies in, in the log's words
     * @param row its number in the file
     * @param content its columns
     */
    record Hit(String path, long row, Map<String, Optional<String>> content) {}

    /**
     * What came of it.
     *
     * @param hits rows of the key
     * @param unknown spans of files that may have had such rows, and are gone or cannot be read any more
     */
    record Found(List<Hit> hits, List<FileSpans.Span> unknown) {}

    /** How files are to be read: as the table is described now, where that will do. */
    private record Files(Metadata metadata, Map<String, AddFile> byLocation) {}

    Found run() {
        Map<String, FileSpans.Span> first = new LinkedHashMap<>();
        List<FileSpans.Span> unknown = new ArrayList<>();
        for (FileSpans.Span span : spans.spans()) {
            if (span.file().filter(file -> !key.mayBeIn(file)).isPresent()) {
                continue;
            }
            if (isReadable(span)) {
                first.merge(span.path(), span, (one, other) -> one.from() <= other.from() ? one : other);
            } else {
                unknown.add(span);
            }
        }
        List<Hit> hits = new ArrayList<>();
        byDescription(first.values().stream().toList()).forEach(files -> hits.addAll(hits(files)));
        return new Found(hits, unknown);
    }

    private List<Files> byDescription(List<FileSpans.Span> some) {
        Map<String, Files> all = new LinkedHashMap<>();
        for (FileSpans.Span span : some) {
            Metadata metadata = description(span).orElseThrow();
            AddFile file = span.file().orElseThrow();
            if (key.isIn(metadata.schema())) {
                all.computeIfAbsent(
                                metadata.schemaString() + metadata.configuration(),
                                unused -> new Files(metadata, new LinkedHashMap<>()))
                        .byLocation()
                        .put(TableFiles.location(target, file), file);
            }
        }
        return List.copyOf(all.values());
    }

    private List<Hit> hits(Files files) {
        Dataset<Row> rows = TableFiles.rows(
                target,
                files.metadata(),
                now.protocol(),
                List.copyOf(files.byLocation().values()));
        List<Column> wanted = new ArrayList<>(List.of(TableFiles.file(rows), TableFiles.row(rows)));
        StructType columns = rows.schema();
        Arrays.stream(columns.fields()).map(CellText::of).forEach(wanted::add);
        return rows.filter(key.condition()).select(wanted.toArray(Column[]::new)).collectAsList().stream()
                .map(row ->
                        new Hit(files.byLocation().get(row.getString(0)).path(), row.getLong(1), content(row, columns)))
                .toList();
    }

    private static Map<String, Optional<String>> content(Row row, StructType columns) {
        Map<String, Optional<String>> content = new LinkedHashMap<>();
        for (int i = 0; i < columns.length(); i++) {
            content.put(columns.fieldNames()[i], Optional.ofNullable(row.getString(i + 2)));
        }
        return content;
    }

    private boolean isReadable(FileSpans.Span span) {
        boolean live = span.until() == FileSpans.OPEN;
        return span.file().isPresent() && description(span).isPresent() && (live || isThere(span));
    }

    private boolean isThere(FileSpans.Span span) {
        try {
            FileSystem files = target.path().getFileSystem(target.log().newDeltaHadoopConf());
            boolean vector = span.hidden()
                    .filter(hidden -> hidden.isOnDisk() && !exists(files, hidden.absolutePath(target.path())))
                    .isEmpty();
            return vector && exists(files, span.file().orElseThrow().absolutePath(target.log()));
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private boolean exists(FileSystem files, Path path) {
        try {
            return files.exists(path);
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private UserException unreachable(IOException failure) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot look for former files of " + target.address() + ": " + failure.getMessage() + ". Try again.",
                failure);
    }

    /** How the table was when the file came, or is now if it can be read so. */
    private Optional<Metadata> description(FileSpans.Span span) {
        if (spans.isOneDescription()) {
            return Optional.of(now.metadata());
        }
        return spans.descriptionAt(span.from())
                .or(() -> Optional.of(now.metadata()).filter(unused -> span.until() == FileSpans.OPEN))
                .map(then -> isReadAs(then.schema(), now.schema()) ? now.metadata() : then);
    }

    /** Whether columns are the same or missing. */
    private static boolean isReadAs(StructType then, StructType now) {
        return Arrays.stream(then.fields())
                .allMatch(field -> Arrays.stream(now.fields())
                        .filter(other -> other.name().equalsIgnoreCase(field.name()))
                        .allMatch(other -> other.dataType().equals(field.dataType())));
    }
}
