package io.highwater.common.state;

import io.delta.kernel.data.Row;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.highwater.common.time.Micros;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** How a {@link RunRecord} lies in the {@code runs} table. */
final class RunRows {
    private static final DataType TEXT = StringType.STRING;
    private static final DataType NUMBER = LongType.LONG;
    private static final DataType INSTANT = TimestampType.TIMESTAMP;

    static final StructType SCHEMA = new StructType()
            .add("job", TEXT)
            .add("run", TEXT)
            .add("generation", NUMBER)
            .add("pattern", TEXT)
            .add("status", TEXT)
            .add("started_at", INSTANT)
            .add("ended_at", INSTANT)
            .add("exit_code", NUMBER)
            .add("rows_read", NUMBER)
            .add("rows_written", NUMBER)
            .add("rows_quarantined", NUMBER)
            .add("target", TEXT)
            .add("target_version", NUMBER)
            .add("message", TEXT)
            .add("bytes_written", NUMBER);

    /** Tables that were made before bytes were counted do not have them. */
    private static final int BYTES = 14;

    private RunRows() {}

    /** @param redacted takes secrets out of what is said of the run */
    static Object[] row(RunRecord run, UnaryOperator<String> redacted) {
        return new Object[] {
            run.job(),
            run.run(),
            run.generation(),
            run.pattern(),
            run.status().name(),
            Micros.of(run.startedAt()),
            Micros.of(run.endedAt()),
            Cells.boxed(run.exitCode()),
            Cells.boxed(run.rowsRead()),
            Cells.boxed(run.rowsWritten()),
            Cells.boxed(run.rowsQuarantined()),
            run.target(),
            Cells.boxed(run.targetVersion()),
            run.message().map(redacted).orElse(null),
            Cells.boxed(run.bytesWritten())
        };
    }

    static RunRecord record(Row row) {
        return new RunRecord(
                row.getString(0),
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                RunStatus.valueOf(row.getString(4)),
                Micros.instant(row.getLong(5)),
                Micros.instant(row.getLong(6)),
                Cells.number(row, 7),
                Cells.number(row, 8),
                Cells.number(row, 9),
                Cells.number(row, 10),
                row.getSchema().length() > BYTES ? Cells.number(row, BYTES) : OptionalLong.empty(),
                row.getString(11),
                Cells.number(row, 12),
                Cells.text(row, 13));
    }
}
