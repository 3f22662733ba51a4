package io.highwater.common.state;

import io.delta.kernel.data.Row;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.highwater.common.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * How the steps of pipelines went: the Delta table {@code <state path>/steps}, to which rows are only added; of a step of a run
 * the one with the greatest {@code number} holds. It is what {@code --resume} goes by. A row that was not written because the
 * process died makes a step run once more, which does no harm.
 */
public final class PipelineLedger {
    private static final DataType TEXT = StringType.STRING;
    private static final DataType NUMBER = LongType.LONG;
    private static final DataType INSTANT = TimestampType.TIMESTAMP;
    private static final StructType SCHEMA = new StructType()
            .add("pipeline", TEXT)
            .add("run", TEXT)
            .add("number", NUMBER)
            .add("at", INSTANT)
            .add("step", TEXT)
            .add("kind", TEXT)
            .add("depends_on", TEXT)
            .add("target", TEXT)
            .add("status", TEXT)
            .add("reason", TEXT)
            .add("attempts", NUMBER)
            .add("started_at", INSTANT)
            .add("ended_at", INSTANT)
            .add("exit_code", NUMBER)
            .add("job_run", TEXT)
            .add("rows_read", NUMBER)
            .add("rows_written", NUMBER)
            .add("rows_quarantined", NUMBER)
            .add("target_version", NUMBER);

    private final StateTable table;

    /**
     * @param hadoop knows the file system of the path
     * @param statePath the directory of the state, any Hadoop URI
     */
    public PipelineLedger(Configuration hadoop, String statePath) {
        this.table = new StateTable(hadoop, statePath + "/steps", SCHEMA);
    }

    /**
     * One row of the ledger.
     *
     * @param number grows with every row of a run
     */
    public record Entry(String pipeline, String run, long number, Instant at, StepRecord record) {}

    /**
     * A run of a pipeline, as far as it got.
     *
     * @param steps in the order in which they were planned
     */
    public record Run(String pipeline, String run, Instant at, List<StepRecord> steps) {
        public Run {
            steps = List.copyOf(steps);
        }
    }

    /** Adds rows, in one commit. */
    public void add(List<Entry> entries) {
        List<Object[]> rows = entries.stream().map(PipelineLedger::row).toList();
        table.decided(base -> {
            table.commit(base, Map.of(), rows);
            return rows;
        });
    }

    /** Every run of every pipeline, the latest first. */
    public List<Run> runs() {
        List<Entry> entries = new ArrayList<>(table.rows(PipelineLedger::entry));
        entries.sort(Comparator.comparingLong(Entry::number));
        Map<List<String>, Map<String, Entry>> byRun = new LinkedHashMap<>();
        entries.forEach(
                entry -> byRun.computeIfAbsent(List.of(entry.pipeline(), entry.run()), unseen -> new LinkedHashMap<>())
                        .put(entry.record().step(), entry));
        return byRun.entrySet().stream()
                .map(run -> run(run.getKey(), List.copyOf(run.getValue().values())))
                .sorted(Comparator.comparing(Run::at).reversed())
                .toList();
    }

    private static Run run(List<String> names, List<Entry> last) {
        Instant at = last.stream().map(Entry::at).max(Comparator.naturalOrder()).orElseThrow();
        return new Run(
                names.get(0), names.get(1), at, last.stream().map(Entry::record).toList());
    }

    private static Object[] row(Entry entry) {
        StepRecord step = entry.record();
        return new Object[] {
            entry.pipeline(),
            entry.run(),
            entry.number(),
            Micros.of(entry.at()),
            step.step(),
            step.kind(),
            String.join(",", step.dependsOn()),
            step.target().orElse(null),
            step.status().name(),
            step.reason().orElse(null),
            (long) step.attempts(),
            step.startedAt().map(Micros::of).orElse(null),
            step.endedAt().map(Micros::of).orElse(null),
            Cells.boxed(step.exitCode()),
            step.jobRun().orElse(null),
            step.figures().read(),
            step.figures().written(),
            step.figures().quarantined(),
            Cells.boxed(step.figures().version())
        };
    }

    private static Entry entry(Row row) {
        String dependsOn = row.getString(6);
        StepRecord step = new StepRecord(
                row.getString(4),
                row.getString(5),
                dependsOn.isEmpty() ? List.of() : List.of(dependsOn.split(",")),
                Cells.text(row, 7),
                StepStatus.valueOf(row.getString(8)),
                Cells.text(row, 9),
                Math.toIntExact(row.getLong(10)),
                Cells.instant(row, 11),
                Cells.instant(row, 12),
                Cells.number(row, 13),
                Cells.text(row, 14),
                new StepRecord.Figures(row.getLong(15), row.getLong(16), row.getLong(17), Cells.number(row, 18)));
        return new Entry(row.getString(0), row.getString(1), row.getLong(2), Micros.instant(row.getLong(3)), step);
    }
}
