package io.highwater.common.state;

import io.delta.kernel.Snapshot;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.highwater.common.time.Micros;
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
        return table.latest().flatMap(snapshot -> of(snapshot, job));
    }

    /** Every job's present watermark. */
    public List<Watermark> all() {
        return table.latest().map(Watermarks::all).orElse(List.of());
    }

    /**
     * Makes a watermark the present one of its job.
     *
     * @throws StaleWatermarkException if a later run has set one already
     */
    public void set(Watermark watermark) {
        while (true) {
            Optional<Snapshot> base = table.latest();
            base.flatMap(snapshot -> of(snapshot, watermark.job()))
                    .filter(present -> present.generation() > watermark.generation())
                    .ifPresent(later -> {
                        throw new StaleWatermarkException(watermark, later);
                    });
            if (committed(base, watermark)) {
                return;
            }
        }
    }

    /** Makes a job have no watermark. */
    public void forget(String job) {
        while (true) {
            Optional<Snapshot> base = table.latest();
            if (base.flatMap(snapshot -> of(snapshot, job)).isEmpty() || forgotten(base.get(), job)) {
                return;
            }
        }
    }

    private boolean forgotten(Snapshot base, String job) {
        try {
            table.remove(base, WatermarkNote.name(job));
            return true;
        } catch (StateTable.Conflict overtaken) {
            return false;
        }
    }

    private boolean committed(Optional<Snapshot> base, Watermark watermark) {
        try {
            Map<String, String> note = Map.of(WatermarkNote.name(watermark.job()), WatermarkNote.text(watermark));
            table.commit(base, note, List.<Object[]>of(row(watermark)));
            return true;
        } catch (StateTable.Conflict overtaken) {
            return false;
        }
    }

    private static Optional<Watermark> of(Snapshot snapshot, String job) {
        return snapshot.getDomainMetadata(WatermarkNote.name(job)).map(WatermarkNote::watermark);
    }

    private static List<Watermark> all(Snapshot snapshot) {
        return ((SnapshotImpl) snapshot)
                .getActiveDomainMetadataMap().entrySet().stream()
                        .filter(note -> WatermarkNote.isWatermark(note.getKey()))
                        .map(note -> WatermarkNote.watermark(note.getValue().getConfiguration()))
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
