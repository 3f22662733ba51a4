package io.highwater.common.state;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the rows of small tables, without Spark. */
record RowReading(Engine engine) {
    /**
     * Rows of {@code snapshot}, mapped; in no particular order.
     *
     * @param most so many files are read, those that were written last
     */
    <T> List<T> rows(Snapshot snapshot, Function<Row, T> mapping, int most) throws IOException {
        List<T> mapped = new ArrayList<>();
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(engine);
        for (Row file : newestFirst(scan).stream().limit(most).toList()) {
            addRowsOf(file, state, mapping, mapped);
        }
        return mapped;
    }

    private List<Row> newestFirst(Scan scan) throws IOException {
        List<Row> all = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> each = files.next().getRows()) {
                    each.forEachRemaining(all::add);
                }
            }
        }
        all.sort(Comparator.comparing(file -> -status(file).getModificationTime()));
        return all;
    }

    private <T> void addRowsOf(Row file, Row state, Function<Row, T> mapping, List<T> mapped) throws IOException {
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (var data = engine.getParquetHandler()
                        .readParquetFiles(Utils.singletonCloseableIterator(status(file)), physical, Optional.empty());
                var batches = Scan.transformPhysicalData(engine, state, file, data.map(read -> read.getData()))) {
            while (batches.hasNext()) {
                batches.next().getRows().forEachRemaining(row -> mapped.add(mapping.apply(row)));
            }
        }
    }

    private static FileStatus status(Row file) {
        return InternalScanFileUtils.getAddFileStatus(file);
    }
}
