package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.apache.spark.sql.delta.commands.DMLWithDeletionVectorsHelper$;
import org.apache.spark.sql.delta.commands.TouchedFileWithDV;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.delta.stats.StatsCollectionUtils;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;

/** What Delta takes in another shape from version to version. Here: Delta 4.4. */
final class VersionedDelta {
    private VersionedDelta() {}

    static WriteIntoDelta write(
            DeltaLog log,
            SaveMode mode,
            DeltaOptions options,
            List<String> partitionBy,
            Map<String, String> properties,
            Dataset<Row> rows) {
        return new WriteIntoDelta(
                log,
                mode,
                options,
                ScalaValues.seq(partitionBy),
                ScalaValues.map(properties),
                rows,
                Option.empty(),
                Option.empty(),
                false);
    }

    static DeltaOperations.Write write(SaveMode mode, Option<String> predicate, String userMetadata) {
        return new DeltaOperations.Write(
                mode,
                Option.empty(),
                predicate,
                Option.apply(userMetadata),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    /** A table as it is described, without files. */
    static DummySnapshot described(Path path, DeltaLog log, Metadata metadata, Protocol protocol) {
        return new DummySnapshot(path, log, metadata, Option.empty(), Option.apply(protocol));
    }

    static Snapshot snapshotAt(DeltaLog log, long version) {
        return log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
    }

    /** Versions and their actions, from the first to the last. */
    static Iterator<Tuple2<Object, Seq<Action>>> commits(DeltaLog log, long first, long last) {
        return log.getChanges(first, last, Option.empty(), false);
    }

    /** Adds and removals for files whose rows have not been counted yet. */
    static List<FileAction> counted(OptimisticTransaction transaction, List<TouchedFileWithDV> uncounted) {
        return ScalaValues.list(DMLWithDeletionVectorsHelper$.MODULE$
                .processUnmodifiedData(
                        transaction.spark(),
                        ScalaValues.seq(uncounted),
                        transaction.snapshot(),
                        StatsCollectionUtils.getDataSkippingStringPrefixLength(
                                transaction.spark(), transaction.metadata()))
                ._1());
    }

    /** The file with all of its rows. */
    static AddFile plain(AddFile file) {
        return new AddFile(
                file.path(),
                file.partitionValues(),
                file.size(),
                file.modificationTime(),
                true,
                file.stats(),
                file.tags(),
                null,
                file.baseRowId(),
                file.defaultRowCommitVersion(),
                file.clusteringProvider(),
                file.backReference(),
                file.amtPassthrough());
    }

    /** The file that was removed, whose size is known, with all of its rows. */
    static AddFile plain(RemoveFile file) {
        return new AddFile(
                file.path(),
                file.partitionValues(),
                ((Number) file.size().get()).longValue(),
                0,
                true,
                file.stats(),
                ScalaValues.map(Map.of()),
                null,
                file.baseRowId(),
                file.defaultRowCommitVersion(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }
}
