package io.highwater.common.state;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Files of a state table that are to become one. Each commit adds one with a row or two; when there are enough, they are brought
 * together, and a larger one with them if the smaller together are its size, so that no row is written again often.
 *
 * @param files the log's rows about them, as a scan tells them
 */
record SmallFiles(Engine engine, Snapshot snapshot, List<Row> files) {
    private static final int ENOUGH = 10;

    /** Those of a table; empty if there are not enough. */
    static Optional<SmallFiles> of(Engine engine, Snapshot snapshot) throws IOException {
        List<Row> bringable = bringable(new RowReading(engine).files(snapshot));
        return bringable.size() < ENOUGH ? Optional.empty() : Optional.of(new SmallFiles(engine, snapshot, bringable));
    }

    /** From the smallest up to the last that is no larger than all before it together. */
    private static List<Row> bringable(List<Row> files) {
        List<Row> sorted = files.stream()
                .sorted(Comparator.comparingLong(SmallFiles::bytes))
                .toList();
        int end = 0;
        long before = 0;
        for (int i = 0; i < sorted.size(); i++) {
            end = bytes(sorted.get(i)) <= before ? i + 1 : end;
            before += bytes(sorted.get(i));
        }
        return sorted.subList(0, end);
    }

    private static long bytes(Row file) {
        return InternalScanFileUtils.getAddFileStatus(file).getSize();
    }

    /** All their rows. */
    List<Object[]> rows(StructType schema) throws IOException {
        return new RowReading(engine).rows(snapshot, files, row -> values(row, schema));
    }

    private static Object[] values(Row row, StructType schema) {
        Object[] values = new Object[schema.length()];
        for (int i = 0; i < values.length; i++) {
            if (!row.isNullAt(i)) {
                boolean text = schema.at(i).getDataType() instanceof StringType;
                values[i] = text ? (Object) row.getString(i) : (Object) row.getLong(i);
            }
        }
        return values;
    }

    /**
     * The actions that put new files in their place. They say that no row changes.
     *
     * @param added the actions that would add the new files
     * @param at when that is, in milliseconds
     */
    List<Row> replacedBy(List<Row> added, long at) {
        List<Row> actions = new ArrayList<>();
        for (Row action : added) {
            AddFile file = new AddFile(action.getStruct(SingleAction.ADD_FILE_ORDINAL));
            actions.add(SingleAction.createAddFileSingleAction(AddFile.createAddFileRow(
                    AddFile.FULL_SCHEMA,
                    file.getPath(),
                    file.getPartitionValues(),
                    file.getSize(),
                    file.getModificationTime(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    file.getStats(snapshot.getSchema()))));
        }
        for (Row scanned : files) {
            AddFile file = new AddFile(scanned.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
            actions.add(SingleAction.createRemoveFileSingleAction(file.toRemoveFileRow(false, Optional.of(at))));
        }
        return actions;
    }
}
