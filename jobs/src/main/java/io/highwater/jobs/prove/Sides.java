package io.highwater.jobs.prove;

import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.source.Reading;
import io.highwater.common.target.RowDigest;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a source and of a target with the same columns, so that they can be compared. Readings of the source are held
 * open until this is closed.
 */
final class Sides implements AutoCloseable {
    private final Changes changes;
    private final Dataset<Row> stored;
    private final List<SchemaFit.Column> columns;
    private final String cursor;
    private final WithoutCursor withoutCursor;
    private final Optional<Column> setAside;
    private final List<Reading> open = new ArrayList<>();

    /** @param setAside true for rows of the source that the target is not expected to hold; empty if there are none */
    Sides(
            Changes changes,
            Dataset<Row> stored,
            SchemaFit fit,
            String cursor,
            WithoutCursor withoutCursor,
            Optional<Column> setAside) {
        this.changes = changes;
        this.cursor = cursor;
        this.stored = stored;
        this.columns = fit.columns();
        this.withoutCursor = withoutCursor;
        this.setAside = setAside;
    }

    /** The source's rows in some windows. */
    Dataset<Row> source(List<Window> windows, WithoutCursor nulls) {
        Dataset<Row> rows = read(windows.get(0), nulls);
        for (Window window : windows.subList(1, windows.size())) {
            rows = rows.unionAll(read(window, WithoutCursor.LEFT_OUT));
        }
        return rows;
    }

    /** The source's rows in some windows that the target should hold, those without a cursor if they are compared. */
    Dataset<Row> source(List<Window> windows) {
        Dataset<Row> rows = source(windows, withoutCursor);
        return setAside.map(bad -> rows.filter(not(bad))).orElse(rows);
    }

    /** The source's rows in a window that the target should not hold; empty if there are no such rows. */
    Optional<Dataset<Row>> setAside(Window window) {
        return setAside.map(bad -> source(List.of(window), withoutCursor).filter(bad));
    }

    /** The target's rows. */
    Dataset<Row> target() {
        Dataset<Row> rows = stored.select(selected(SchemaFit.Column::name));
        return withoutCursor == WithoutCursor.INCLUDED
                ? rows
                : rows.filter(CursorColumns.of(cursor).isNotNull());
    }

    /** Says why an action on rows of the source failed. */
    RuntimeException explain(Exception failure) {
        return open.isEmpty() ? new IllegalStateException(failure) : open.get(0).explain(failure);
    }

    /** The digest of whole rows. */
    static Dataset<Row> digested(Dataset<Row> rows, List<Column> kept) {
        StructType content = rows.schema();
        Column[] all =
                java.util.Arrays.stream(rows.columns()).map(CursorColumns::of).toArray(Column[]::new);
        List<Column> columns = new ArrayList<>(kept);
        columns.add(struct(all).as("content"));
        Dataset<Row> packed = rows.select(columns.toArray(Column[]::new));
        return packed.withColumn("digest", RowDigest.of("content", content)).drop("content");
    }

    @Override
    public void close() {
        open.forEach(Reading::close);
        changes.close();
    }

    private Dataset<Row> read(Window window, WithoutCursor nulls) {
        Reading reading = changes.open(window, nulls);
        open.add(reading);
        return reading.rows().select(selected(SchemaFit.Column::source));
    }

    private Column[] selected(Function<SchemaFit.Column, String> name) {
        return columns.stream()
                .map(column ->
                        CursorColumns.of(name.apply(column)).cast(column.type()).as(column.name()))
                .toArray(Column[]::new);
    }
}
