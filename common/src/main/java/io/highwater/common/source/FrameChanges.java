package io.highwater.common.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile_approx;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Changes of what Spark knows how to read by itself: a fixed set of files, or one version of a table. */
final class FrameChanges implements Changes {
    private static final int ACCURACY = 10_000;

    private final Reading all;
    private final Cursor cursor;
    private final Clock clock;
    private final Skipping skipping;
    private final Function<Window, Dataset<Row>> around;
    private final StructField field;
    private final CursorType type;

    /** Whether reading a window leaves out what is outside of it. */
    enum Skipping {
        BY_STATISTICS,
        NONE
    }

    FrameChanges(Reading all, Cursor cursor, Clock clock, Skipping skipping) {
        this(all, cursor, clock, skipping, window -> all.rows());
    }

    /** @param around some of all rows, among them those of a window */
    FrameChanges(Reading all, Cursor cursor, Clock clock, Skipping skipping, Function<Window, Dataset<Row>> around) {
        this.all = all;
        this.around = around;
        this.cursor = cursor;
        this.clock = clock;
        this.skipping = skipping;
        this.field = CursorColumns.find(cursor, all.rows().schema(), describe());
        this.type = CursorColumns.type(field.dataType()).orElseThrow();
    }

    @Override
    public String describe() {
        return all.plan().source();
    }

    @Override
    public CursorType type() {
        return type;
    }

    @Override
    public StructType schema() {
        return all.rows().schema();
    }

    @Override
    public Horizon horizon(Duration lag) {
        Instant now = clock.instant();
        if (type == CursorType.INTEGER) {
            long end = head(all.rows().agg(coalesce(max(position()).plus(1), lit(0L))))
                    .getLong(0);
            return new Horizon(now, end, end, List.of(), List.of());
        }
        String unseen = "whoever writes to " + describe()
                + " may still write below its clock: only incremental.lag and incremental.overlap guard against that";
        return new Horizon(
                now,
                type.positionAt(now, cursor.zone()),
                type.positionAt(now.minus(lag), cursor.zone()),
                List.of(),
                List.of(unseen));
    }

    @Override
    public Strays strays(long now) {
        Row counts = head(all.rows()
                .agg(count_if(position().isNull()), count_if(position().geq(now))));
        return new Strays(counts.getLong(0), counts.getLong(1));
    }

    @Override
    public long withoutCursor() {
        return field.nullable()
                ? head(all.rows().agg(count_if(position().isNull()))).getLong(0)
                : 0;
    }

    @Override
    public boolean holdsRows(Window window) {
        try {
            return !rows(window, WithoutCursor.LEFT_OUT).isEmpty();
        } catch (Exception failure) {
            throw all.explain(failure);
        }
    }

    @Override
    public OptionalLong estimate(Window window) {
        return OptionalLong.empty();
    }

    @Override
    public List<Long> cuts(Window window, long rows) {
        if (skipping == Skipping.NONE) {
            return List.of();
        }
        Dataset<Row> inside = rows(window, WithoutCursor.LEFT_OUT);
        int parts = (int) Math.min(1000, inside.count() / rows + 1);
        if (parts < 2) {
            return List.of();
        }
        Column[] shares =
                IntStream.range(1, parts).mapToObj(i -> lit((double) i / parts)).toArray(Column[]::new);
        Row cuts = head(
                inside.agg(percentile_approx(position(), org.apache.spark.sql.functions.array(shares), lit(ACCURACY))));
        return cuts.<Long>getList(0).stream().distinct().sorted().toList();
    }

    @Override
    public Reading open(Window window, WithoutCursor withoutCursor) {
        ReadPlan whole = all.plan();
        ReadPlan plan = new ReadPlan(
                whole.source(),
                List.of(new ReadPlan.Split(field.name() + " " + window.describe(type), OptionalLong.empty())),
                OptionalLong.empty(),
                whole.consistency(),
                whole.notes());
        return new FrameReading(plan, rows(window, withoutCursor));
    }

    /** Spark makes parts of files as it sees fit. */
    @Override
    public Reading open(Window window, List<Long> cuts) {
        return open(window, WithoutCursor.LEFT_OUT);
    }

    @Override
    public Keys keys(List<String> key) {
        return new FrameKeys(all, key);
    }

    @Override
    public List<String> advice() {
        return List.of();
    }

    @Override
    public void close() {
        all.close();
    }

    private Dataset<Row> rows(Window window, WithoutCursor withoutCursor) {
        Column inside = CursorColumns.inside(window, field.name(), type);
        return withoutCursor == WithoutCursor.INCLUDED
                ? all.rows().filter(inside.or(CursorColumns.of(field.name()).isNull()))
                : around.apply(window).filter(inside);
    }

    private Column position() {
        return CursorColumns.position(field.name(), type);
    }

    private Row head(Dataset<Row> figures) {
        try {
            return figures.head();
        } catch (Exception failure) {
            throw all.explain(failure);
        }
    }
}
