package io.highwater.common.state;

import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.highwater.common.time.Micros;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * How far each job has come: the Delta table {@code <state path>/watermarks}, with a row for every step a job ever made, and
 * each job's present watermark in the table's domain metadata. It is an index: the stamps of the data commits say the same.
 */
public final class Watermarks {
    private static final DataType TEXT = StringType.STRING;
    private static final StructType SCHEMA = new StructType()
            .add("job", TEXT)
            .add("cursor", TEXT)
            .add("watermark", TEXT)
            .add("run", TEXT)
            .add("generation", LongType.LONG)
            .add("at", TimestampType.TIMESTAMP)
            .add("target_version", LongType.LONG);

    private final StateTable table;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     */
    public Watermarks(Configuration hadoop, String statePath) {
        this.table = new StateTable(hadoop, statePath + "/watermarks", SCHEMA);
    }

    /** A job's present watermark. */
    public Optional<Watermark> of(String job) {
        return table.latest().flatMap(view -> of(view, job));
    }

    /** A job's watermark as this process last set it; the present one if it set none. To be told, not to go on from. */
    public Optional<Watermark> lastKnownOf(String job) {
        return table.lastKnown().flatMap(view -> of(view, job));
    }

    /** Every job's present watermark. */
    public List<Watermark> all() {
        return table.latest().map(Watermarks::all).orElse(List.of());
    }

    /**
     * Where a job came to.
     *
     * @param position as people write it
     * @param at when it did
     */
    public record Reached(String job, String column, String position, Instant at) {}

    /** Every step that a job ever made, the earlier ones first. */
    public List<Reached> history() {
        return table
                .rows(row -> new Reached(
                        row.getString(0), row.getString(1), row.getString(2), Micros.instant(row.getLong(5))))
                .stream()
                .sorted(Comparator.comparing(Reached::at))
                .toList();
    }

    /**
     * Makes a watermark the present one of its job.
     *
     * @throws StaleWatermarkException if a later run has set one already
     */
    public void set(Watermark watermark) {
        table.decided(base -> {
            base.flatMap(view -> of(view, watermark.job()))
                    .filter(present -> present.generation() > watermark.generation())
                    .ifPresent(later -> {
                        throw new StaleWatermarkException(watermark, later);
                    });
            Map<String, String> note = Map.of(WatermarkNote.name(watermark.job()), WatermarkNote.text(watermark));
            table.commit(base, note, List.<Object[]>of(row(watermark)));
            return watermark;
        });
    }

    /** Makes a job have no watermark. */
    public void forget(String job) {
        table.decided(base -> {
            Optional<Watermark> present = base.flatMap(view -> of(view, job));
            if (present.isPresent()) {
                table.remove(base.orElseThrow(), WatermarkNote.name(job));
            }
            return present;
        });
    }

    private static Optional<Watermark> of(View view, String job) {
        return Optional.ofNullable(view.notes().get(WatermarkNote.name(job))).map(WatermarkNote::watermark);
    }

    private static List<Watermark> all(View view) {
        return view.notes().entrySet().stream()
                .filter(note -> WatermarkNote.isWatermark(note.getKey()))
                .map(note -> WatermarkNote.watermark(note.getValue()))
                .toList();
    }

    private static Object[] row(Watermark watermark) {
        return new Object[] {
            watermark.job(),
            watermark.column(),
            watermark.text(),
            watermark.run(),
            watermark.generation(),
            Micros.of(watermark.at()),
            watermark.targetVersion().isPresent() ? watermark.targetVersion().getAsLong() : null
        };
    }
}
