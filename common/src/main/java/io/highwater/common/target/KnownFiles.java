package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import scala.Option;

/**
 * What Delta has noted of a table's live files beside the last commit, in the version's checksum: how many and how large they are,
 * and of a small table the files themselves. The same comes out of the log by two Spark jobs, which for a small table are most of
 * the work of a load.
 */
final class KnownFiles {
    /** Of a table up to this size a load may read all files, and need not look for those that can hold a key. */
    private static final long SMALL = 32L << 20;

    private KnownFiles() {}

    /**
     * All files of a small table with their statistics, if Delta has listed them and the list is of this very commit: two writers
     * to a store that keeps neither from writing leave one's commit beside the other's list.
     */
    static Optional<List<AddFile>> of(DeltaTarget target, Snapshot snapshot) {
        return ScalaValues.optional(snapshot.checksumOpt())
                .filter(noted -> noted.tableSizeBytes() <= SMALL)
                .filter(noted -> isOf(noted, target, snapshot.version()))
                .flatMap(noted -> ScalaValues.optional(noted.allFiles())
                        .<List<AddFile>>map(ScalaValues::list)
                        .filter(files -> addsUp(noted, files)));
    }

    /** How many files a table has. */
    static long count(Snapshot snapshot) {
        return ScalaValues.optional(snapshot.checksumOpt())
                .map(VersionChecksum::numFiles)
                .orElseGet(snapshot::numOfFiles);
    }

    /** The bytes of all of them. */
    static long bytes(Snapshot snapshot) {
        return ScalaValues.optional(snapshot.checksumOpt())
                .map(VersionChecksum::tableSizeBytes)
                .orElseGet(snapshot::sizeInBytes);
    }

    /** How many rows some files have, those that are marked as deleted left out; empty if not all of them say. */
    static Optional<Long> rows(List<AddFile> files) {
        return files.stream().allMatch(file -> file.numLogicalRecords().isDefined())
                ? Optional.of(files.stream()
                        .mapToLong(file -> ((Number) file.numLogicalRecords().get()).longValue())
                        .sum())
                : Optional.empty();
    }

    private static boolean addsUp(VersionChecksum noted, List<AddFile> files) {
        return files.size() == noted.numFiles()
                && files.stream().mapToLong(AddFile::size).sum() == noted.tableSizeBytes();
    }

    private static boolean isOf(VersionChecksum noted, DeltaTarget target, long version) {
        Optional<String> commit = target.commits()
                .at(version)
                .flatMap(CommitLog.Entry::info)
                .map(CommitInfo::txnId)
                .flatMap(ScalaValues::<String>optional);
        return commit.isPresent() && commit.equals(ScalaValues.optional((Option<String>) noted.txnId()));
    }
}
