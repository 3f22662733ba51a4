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
    /** Every row of {@code snapshot}, mapped; in no particular order. */
    <T> List<T> rows(Snapshot snapshot, Function<Row, T> mapping) throws IOException {
        return rows(snapshot, files(snapshot), mapping);
    }

    /** Every row of some of its files. */
    <T> List<T> rows(Snapshot snapshot, List<Row> files, Function<Row, T> mapping) throws IOException {
        List<T> mapped = new ArrayList<>();
        Row state = snapshot.getScanBuilder().build().getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        for (Row file : files) {
            try (var data = engine.getParquetHandler()
                            .readParquetFiles(
                                    Utils.singletonCloseableIterator(status(file)), physical, Optional.empty());
                    var batches = Scan.transformPhysicalData(engine, state, file, data.map(read -> read.getData()))) {
                while (batches.hasNext()) {
                    batches.next().getRows().forEachRemaining(row -> mapped.add(mapping.apply(row)));
                }
            }
        }
        return mapped;
    }

    /** What the log says of the files of {@code snapshot}, a row each. */
    List<Row> files(Snapshot snapshot) throws IOException {
        List<Row> files = new ArrayList<>();
        Scan scan = snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(files::add);
                }
            }
        }
        return files;
    }

    /** The files that were written last, so many of them. */
    List<Row> newestFiles(Snapshot snapshot, int most) throws IOException {
        return files(snapshot).stream()
                .sorted(Comparator.comparing(file -> -status(file).getModificationTime()))
                .limit(most)
                .toList();
    }

    private static FileStatus status(Row file) {
        return InternalScanFileUtils.getAddFileStatus(file);
    }
}
