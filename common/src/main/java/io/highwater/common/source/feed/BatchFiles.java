package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * The files that the records of a batch are read from, as they were when Spark planned to read them. Spark leaves out without
 * a word a file that vanished before that, and reads what is there of one that changes meanwhile.
 */
public final class BatchFiles {
    private static final int SHOWN = 3;

    private final String feed;
    private final Configuration hadoop;
    private final Map<Path, PartitionedFile> planned;

    private BatchFiles(String feed, Configuration hadoop, Map<Path, PartitionedFile> planned) {
        this.feed = feed;
        this.hadoop = hadoop;
        this.planned = planned;
    }

    /** Those of some records of a feed. */
    static BatchFiles of(String feed, Dataset<Row> records) {
        Map<Path, PartitionedFile> planned = new HashMap<>();
        collect(records.queryExecution().toRdd(), planned);
        return new BatchFiles(feed, records.sparkSession().sessionState().newHadoopConf(), planned);
    }

    private static void collect(RDD<?> rdd, Map<Path, PartitionedFile> planned) {
        if (rdd instanceof FileScanRDD scan) {
            for (FilePartition partition : ScalaValues.list(scan.filePartitions())) {
                for (PartitionedFile file : partition.files()) {
                    planned.put(file.toPath(), file);
                }
            }
        }
        ScalaValues.list(rdd.dependencies()).forEach(dependency -> collect(dependency.rdd(), planned));
    }

    /** The files that are going to be read. */
    List<String> paths() {
        return planned.keySet().stream().map(Path::toString).sorted().toList();
    }

    /**
     * To be called before the records are read.
     *
     * @param wanted the files that the batch is made of
     * @throws UserException if one of them is not going to be read
     */
    public void refuseWithout(List<Path> wanted) {
        List<Path> gone = new ArrayList<>();
        List<Path> filled = new ArrayList<>();
        for (Path path : wanted) {
            if (!planned.containsKey(path)) {
                now(path)
                        .ifPresentOrElse(
                                status -> {
                                    if (status.getLen() > 0) {
                                        filled.add(path);
                                    }
                                },
                                () -> gone.add(path));
            }
        }
        refuse(gone, filled);
    }

    /**
     * To be called when the records were read, before anything is made of them.
     *
     * @throws UserException if a file is not now what it was when it was to be read
     */
    public void refuseChanged() {
        List<Path> gone = new ArrayList<>();
        List<Path> changed = new ArrayList<>();
        planned.forEach((path, file) -> {
            Optional<FileStatus> now = now(path);
            if (now.isEmpty()) {
                gone.add(path);
            } else if (now.get().getLen() != file.fileSize()
                    || now.get().getModificationTime() != file.modificationTime()) {
                changed.add(path);
            }
        });
        refuse(gone, changed);
    }

    private void refuse(List<Path> gone, List<Path> changed) {
        if (!gone.isEmpty()) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed + ": " + named(gone)
                            + " vanished before it was read. Nothing of its batch was"
                            + " merged. Bring it back and run again.");
        }
        if (!changed.isEmpty()) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed + ": " + named(changed)
                            + " changed while it was read. Nothing of its batch was"
                            + " merged. Run again when it is whole. Let files be written under names that begin with '_'"
                            + " or '.', and renamed when they are.");
        }
    }

    private Optional<FileStatus> now(Path file) {
        try {
            return Optional.of(file.getFileSystem(hadoop).getFileStatus(file));
        } catch (FileNotFoundException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look at " + file + ": " + failure.getMessage()
                            + ". Nothing of its batch was merged. Run again.",
                    failure);
        }
    }

    private static String named(List<Path> paths) {
        String some = String.join(
                ", ", paths.stream().limit(SHOWN).map(Path::toString).toList());
        return paths.size() <= SHOWN ? some : some + " and " + (paths.size() - SHOWN) + " more";
    }
}
