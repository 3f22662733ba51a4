package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.commands.DeletionVectorData;
import org.apache.spark.sql.delta.commands.DeletionVectorResult;
import org.apache.spark.sql.delta.commands.DeletionVectorWriter;
import org.apache.spark.sql.delta.commands.TouchedFileWithDV;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArray;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArrayFormat;
import org.apache.spark.sql.delta.util.Utils;
import scala.Option;

/** Takes rows out of files by deletion vectors, which are written here, a file of them for many data files. */
final class VectorMarks {
    /** Data files whose vectors are read and written one after another; further ones at the same time. */
    private static final int PACK = 64;

    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final TableFiles table;

    VectorMarks(DeltaTarget target, OptimisticTransaction transaction, TableFiles table) {
        this.target = target;
        this.transaction = transaction;
        this.table = table;
    }

    /** What a commit must do. A file that keeps no row is removed. */
    Removal removal(List<AddFile> touched, Positions positions) {
        Map<String, AddFile> described = described(touched);
        List<TouchedFileWithDV> uncounted = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        List<DeletionVectorResult> written = written(touched, positions);
        for (DeletionVectorResult result : written) {
            TouchedFileWithDV file = new TouchedFileWithDV(
                    result.filePath(),
                    described.get(result.filePath()),
                    result.deletionVector(),
                    result.matchedRowCount());
            if (file.fileLogEntry().numPhysicalRecords().isEmpty()) {
                uncounted.add(file);
            } else {
                actions.addAll(marked(file));
            }
        }
        actions.addAll(marked(uncounted));
        return new Removal(actions, files(written));
    }

    private List<Path> files(List<DeletionVectorResult> written) {
        return written.stream()
                .map(result -> result.deletionVector().absolutePath(target.path()))
                .distinct()
                .toList();
    }

    private static List<Action> marked(TouchedFileWithDV file) {
        AddFile was = file.fileLogEntry();
        if (file.isFullyReplaced()) {
            return List.of(was.remove());
        }
        var changed = was.removeRows(file.newDeletionVector(), true, true);
        return List.of(changed._1(), changed._2());
    }

    /** Delta wants to know of a file with a vector how many rows it has; if nobody counted them, its own code does. */
    private List<Action> marked(List<TouchedFileWithDV> uncounted) {
        return uncounted.isEmpty() ? List.of() : List.copyOf(VersionedDelta.counted(transaction, uncounted));
    }

    private List<DeletionVectorResult> written(List<AddFile> touched, Positions positions) {
        List<DeletionVectorData> data = touched.stream()
                .map(file -> data(file, positions.in(table.location(file))))
                .toList();
        var write = DeletionVectorWriter.createMapperToStoreDeletionVectors(
                target.spark(),
                target.log().newDeltaHadoopConf(),
                target.path(),
                Utils.getRandomPrefixLength(transaction.metadata()));
        return IntStream.range(0, (data.size() + PACK - 1) / PACK)
                .parallel()
                .mapToObj(pack -> data.subList(pack * PACK, Math.min(data.size(), (pack + 1) * PACK)))
                .flatMap(pack -> ScalaValues.list(
                        write.apply(ScalaValues.iterator(pack.iterator())).toSeq())
                        .stream())
                .toList();
    }

    private DeletionVectorData data(AddFile file, RoaringBitmapArray rows) {
        return new DeletionVectorData(
                table.location(file),
                Option.apply(file.deletionVector()).map(DeletionVectorDescriptor::serializeToBase64),
                rows.serializeAsByteArray(RoaringBitmapArrayFormat.Portable()),
                rows.cardinality());
    }

    /** The files with the statistics that listing them may have left out. */
    private Map<String, AddFile> described(List<AddFile> touched) {
        Map<String, AddFile> described = new HashMap<>();
        KnownFiles.of(target, transaction.snapshot())
                .orElseGet(() -> listed(touched))
                .forEach(file -> described.put(table.location(file), file));
        return described;
    }

    private List<AddFile> listed(List<AddFile> some) {
        return transaction
                .snapshot()
                .allFiles()
                .filter(col("path").isin(some.stream().map(AddFile::path).toArray()))
                .collectAsList();
    }
}
