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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the rows of small tables, without Spark. */
record RowReading(Engine engine) {
    /** Every row of {@code snapshot}, mapped; in no particular order. */
    <T> List<T> rows(Snapshot snapshot, Function<Row, T> mapping) throws IOException {
        List<T> mapped = new ArrayList<>();
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(engine);
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                addRowsOf(files.next(), state, mapping, mapped);
            }
        }
        return mapped;
    }

    private <T> void addRowsOf(FilteredColumnarBatch files, Row state, Function<Row, T> mapping, List<T> mapped)
            throws IOException {
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (CloseableIterator<Row> each = files.getRows()) {
            while (each.hasNext()) {
                Row file = each.next();
                FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
                try (var data = engine.getParquetHandler()
                                .readParquetFiles(
                                        Utils.singletonCloseableIterator(status), physical, Optional.empty());
                        var batches =
                                Scan.transformPhysicalData(engine, state, file, data.map(read -> read.getData()))) {
                    while (batches.hasNext()) {
                        batches.next().getRows().forEachRemaining(row -> mapped.add(mapping.apply(row)));
                    }
                }
            }
        }
    }
}
