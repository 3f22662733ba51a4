package io.highwater.jobs.prove;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Cursor;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Finds out whether a target holds what its source holds, up to the watermark. */
final class Prover implements AutoCloseable {
    private static final int SHOWN = 20;

    private final ProveSettings settings;
    private final DeltaTarget target;
    private final Optional<Watermark> watermark;
    private final Changes changes;
    private final Sides sides;
    private final Ranges ranges;
    private final StructType stored;
    private Dataset<Row> differences;

    Prover(SparkSession spark, ProveSettings settings, DeltaTarget target, WatermarkTrail trail, Clock clock) {
        this.settings = settings;
        this.target = target;
        this.watermark = trail.present().watermark();
        DeltaTarget.Live live = target.live().orElseThrow(() -> refused("there is no table yet; load it first"));
        this.stored = live.schema();
        Cursor cursor = axis();
        this.changes = settings.job().source().changes(spark, cursor, clock);
        try {
            Dataset<Row> shown = shown(live);
            SchemaFit fit = fit(live);
            this.ranges = Ranges.of(shown, target.countRows(), cursor.column(), changes.type(), compared());
            WithoutCursor nulls = ranges.withoutCursor() > 0 ? WithoutCursor.INCLUDED : WithoutCursor.LEFT_OUT;
            this.sides = new Sides(changes, shown, fit, cursor.column(), nulls, settings.setAside());
        } catch (RuntimeException unusable) {
            changes.close();
            throw unusable;
        }
    }

    Optional<Watermark> watermark() {
        return watermark;
    }

    /** The columns of the target, ours among them. */
    StructType stored() {
        return stored;
    }

    Sides sides() {
        return sides;
    }

    Ranges ranges() {
        return ranges;
    }

    /** Compares; the rows that differ stay at hand in {@link #differences()} until this is closed. */
    Proof proof() {
        Comparison comparison = new Comparison(sides, ranges, key());
        Comparison.Totals totals = comparison.totals();
        Map<Difference, Long> counts = new EnumMap<>(Difference.class);
        List<String> shown = List.of();
        if (!totals.differing().isEmpty()) {
            differences = comparison.differences(totals.differing()).persist();
            counts = counted();
            shown = shown();
        }
        return new Proof(
                changes.describe(), target.address().toString(), bounds(), totals, ranges.size(), counts, shown);
    }

    /** The keys that differ, and how; only after {@link #proof()} found some. */
    Dataset<Row> differences() {
        return differences;
    }

    List<String> key() {
        return settings.job().target().key();
    }

    @Override
    public void close() {
        if (differences != null) {
            differences.unpersist();
        }
        sides.close();
    }

    private Map<Difference, Long> counted() {
        Map<Difference, Long> counts = new EnumMap<>(Difference.class);
        try {
            differences
                    .groupBy("kind")
                    .count()
                    .collectAsList()
                    .forEach(row -> counts.put(Difference.valueOf(row.getString(0)), row.getLong(1)));
        } catch (Exception failure) {
            throw sides.explain(failure);
        }
        return counts;
    }

    private List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (Row row : differences.orderBy(col("kind"), col("k0")).limit(SHOWN).collectAsList()) {
            StringBuilder line = new StringBuilder(
                    String.format("%-10s", row.getString(key().size()).toLowerCase(java.util.Locale.ROOT)));
            for (int i = 0; i < key().size(); i++) {
                line.append(i == 0 ? "" : ", ")
                        .append(key().get(i))
                        .append(" = ")
                        .append(row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** An incremental job is proven along its cursor, any other along its key. */
    private Cursor axis() {
        if (key().isEmpty()) {
            throw refused("without target.key rows cannot be told apart");
        }
        if (settings.cursor().isPresent()) {
            return settings.cursor().get();
        }
        if (key().size() > 1) {
            throw refused("a key of several columns needs incremental.column, to compare range by range");
        }
        return new Cursor(key().get(0), ZoneOffset.UTC, Cursor.Sight.OFF, "highwater.target.key");
    }

    private Window compared() {
        CursorType type = changes.type();
        if (settings.cursor().isEmpty()) {
            return Window.until(type.last());
        }
        long to = watermark
                .orElseThrow(() -> refused("the job has no watermark: it has not loaded anything yet"))
                .position();
        OptionalLong start = settings.start().position(settings.cursor().get(), type);
        return start.isPresent() ? Window.between(Math.min(start.getAsLong(), to), to) : Window.until(to);
    }

    private String bounds() {
        if (settings.cursor().isEmpty()) {
            return "as they are now";
        }
        Window whole = ranges.whole();
        String below = "below the watermark " + changes.type().text(whole.to());
        return whole.from().isPresent()
                ? "from " + changes.type().text(whole.from().getAsLong()) + " on, " + below
                : below;
    }

    private Dataset<Row> shown(DeltaTarget.Live live) {
        Dataset<Row> rows = target.rowsAt(live.version());
        return settings.softDelete().map(marks -> marks.present(rows)).orElse(rows);
    }

    private SchemaFit fit(DeltaTarget.Live live) {
        StructType columns = settings.softDelete()
                .map(marks -> marks.withoutIt(live.schema()))
                .orElse(live.schema());
        SchemaFit fit = SchemaFit.of(changes.schema(), columns, SchemaPolicy.IGNORE);
        if (!fit.objections().isEmpty()) {
            throw new RefusedException(
                    "Cannot compare " + changes.describe() + " with " + target.address() + ".",
                    fit.objections().stream()
                            .map(objection -> new Refusal("schema", objection))
                            .toList(),
                    "Nothing was read.");
        }
        return fit;
    }

    private UserException refused(String why) {
        return new UserException(
                ExitCode.CONFIGURATION, "Cannot prove " + target.address() + ": " + why + ". Nothing was read.");
    }
}
