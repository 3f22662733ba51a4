package io.highwater.common.state;

import io.delta.kernel.data.Row;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import io.highwater.common.time.Window;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * What became of the intervals of a job's backfills: the Delta table {@code <state path>/intervals/<job>}, to which rows are
 * only added; the one with the greatest {@code number} is what holds of an interval. It is an index: the stamps of the data
 * commits say which intervals are loaded.
 */
public final class IntervalLedger {
    private static final DataType TEXT = StringType.STRING;
    private static final StructType SCHEMA = new StructType()
            .add("number", LongType.LONG)
            .add("column", TEXT)
            .add("type", TEXT)
            .add("interval_from", TEXT)
            .add("interval_to", TEXT)
            .add("status", TEXT)
            .add("attempts", LongType.LONG)
            .add("rows", LongType.LONG)
            .add("target_version", LongType.LONG)
            .add("error", TEXT)
            .add("seen", TEXT)
            .add("run", TEXT)
            .add("generation", LongType.LONG)
            .add("at", TimestampType.TIMESTAMP)
            .add("target_id", TEXT)
            .add("zone", TEXT)
            .add("as_of", TEXT)
            .add("quarantined", LongType.LONG);
    /** Not in tables that an earlier build made, nor what comes after it. */
    private static final int AS_OF = 16;

    private static final int QUARANTINED = 17;

    private final StateTable table;
    private final UnaryOperator<String> redacted;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     */
    public IntervalLedger(Configuration hadoop, String statePath, String job) {
        this(hadoop, statePath, job, UnaryOperator.identity());
    }

    /** @param redacted takes secrets out of what is said of intervals */
    IntervalLedger(Configuration hadoop, String statePath, String job, UnaryOperator<String> redacted) {
        this.table = new StateTable(hadoop, statePath + "/intervals/" + job, SCHEMA);
        this.redacted = redacted;
    }

    /**
     * What intervals are about.
     *
     * @param column the column whose values they hold
     * @param type what its positions are
     * @param zone whose days they are, where positions are points in time
     * @param targetId what Delta tells the table apart by that they were loaded into
     */
    public record Subject(String column, CursorType type, ZoneId zone, String targetId) {}

    /**
     * One row of the ledger.
     *
     * @param number grows with every row
     */
    public record Entry(long number, Subject subject, IntervalRecord record) {}

    /** Every row there is, the earlier ones first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(table.rows(IntervalLedger::entry));
        entries.sort(Comparator.comparingLong(Entry::number));
        return entries;
    }

    /** Adds rows, in one commit. Only the run that holds the job may. */
    public void add(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Object[]> rows = entries.stream().map(this::row).toList();
        table.decided(base -> {
            table.commit(base, Map.of(), rows);
            return rows;
        });
    }

    private Object[] row(Entry entry) {
        IntervalRecord record = entry.record();
        CursorType type = entry.subject().type();
        return new Object[] {
            entry.number(),
            entry.subject().column(),
            type.name(),
            type.text(record.window().from().orElseThrow()),
            type.text(record.window().to()),
            record.status().name(),
            (long) record.attempts(),
            Cells.boxed(record.rows()),
            Cells.boxed(record.version()),
            record.error().map(redacted).orElse(null),
            record.seen().orElse(null),
            record.run(),
            record.generation(),
            Micros.of(record.at()),
            entry.subject().targetId(),
            entry.subject().zone().getId(),
            record.asOf().isPresent() ? type.text(record.asOf().getAsLong()) : null,
            Cells.boxed(record.quarantined())
        };
    }

    private static Entry entry(Row row) {
        CursorType type = CursorType.valueOf(row.getString(2));
        Window window = Window.between(position(type, row.getString(3)), position(type, row.getString(4)));
        return new Entry(
                row.getLong(0),
                new Subject(row.getString(1), type, ZoneId.of(row.getString(15)), row.getString(14)),
                new IntervalRecord(
                        window,
                        IntervalStatus.valueOf(row.getString(5)),
                        Math.toIntExact(row.getLong(6)),
                        Cells.number(row, 7),
                        row.getSchema().length() > QUARANTINED ? Cells.number(row, QUARANTINED) : OptionalLong.empty(),
                        Cells.number(row, 8),
                        Cells.text(row, 9),
                        Cells.text(row, 10),
                        asOf(row, type),
                        row.getString(11),
                        row.getLong(12),
                        Micros.instant(row.getLong(13))));
    }

    private static OptionalLong asOf(Row row, CursorType type) {
        return row.getSchema().length() > AS_OF
                ? Cells.text(row, AS_OF).map(type::position).orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    private static long position(CursorType type, String text) {
        return type.position(text)
                .orElseThrow(() -> new IllegalStateException("An interval in the state is no position: " + text));
    }
}
