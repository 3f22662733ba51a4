package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files that the records of a batch are read from, as they were when the reading was planned. Spark leaves out without a
 * word a file that vanished before that, and reads what is there of one that is written meanwhile.
 */
public final class BatchFiles {
    private static final int SHOWN = 3;

    private final Configuration hadoop;
    private final List<Path> wanted;
    private final List<FileStatus> planned;

    private BatchFiles(Configuration hadoop, List<Path> wanted, List<FileStatus> planned) {
        this.hadoop = hadoop;
        this.wanted = wanted;
        this.planned = planned;
    }

    /** Those of some records; none if these do not come from files that Spark lists itself. */
    public static BatchFiles of(Dataset<Row> records) {
        List<Path> wanted = new ArrayList<>();
        List<FileStatus> planned = new ArrayList<>();
        CollectionConverters.asJava(records.queryExecution().analyzed().collectLeaves())
                .forEach(leaf -> index(leaf).ifPresent(index -> {
                    wanted.addAll(CollectionConverters.asJava(index.rootPaths()));
                    planned.addAll(CollectionConverters.asJava(index.allFiles()));
                }));
        return new BatchFiles(records.sparkSession().sessionState().newHadoopConf(), wanted, planned);
    }

    private static Optional<InMemoryFileIndex> index(Object leaf) {
        return leaf instanceof LogicalRelation relation
                        && relation.relation() instanceof HadoopFsRelation files
                        && files.location() instanceof InMemoryFileIndex index
                ? Optional.of(index)
                : Optional.empty();
    }

    /**
     * To be called when the records were read and before anything is made of them.
     *
     * @param feed what is read, in words
     * @throws UserException if a file was not there to be read, or is not now what it was
     */
    public void refuseUnlessWhole(String feed) {
        Set<String> there = places();
        List<Path> gone = Stream.concat(
                        wanted.stream().filter(path -> !there.contains(place(path))),
                        planned.stream().filter(file -> now(file).isEmpty()).map(FileStatus::getPath))
                .distinct()
                .toList();
        if (!gone.isEmpty()) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed + ": " + named(gone) + " vanished before the batch that has it was merged."
                            + " Nothing of the batch was merged. Bring it back and run again.");
        }
        List<Path> changed = planned.stream()
                .filter(file -> now(file).filter(now -> isSame(file, now)).isEmpty())
                .map(FileStatus::getPath)
                .toList();
        if (!changed.isEmpty()) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed + ": " + named(changed) + " was changed while it was read. Nothing of its batch"
                            + " was merged. Run again when the file is whole; write files under a name that begins with"
                            + " '_' or '.', and give them their own when they are.");
        }
    }

    private Optional<FileStatus> now(FileStatus file) {
        try {
            return Optional.of(file.getPath().getFileSystem(hadoop).getFileStatus(file.getPath()));
        } catch (FileNotFoundException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look at " + file.getPath() + ": " + failure.getMessage() + ". Run again.",
                    failure);
        }
    }

    private static boolean isSame(FileStatus one, FileStatus other) {
        return one.getLen() == other.getLen() && one.getModificationTime() == other.getModificationTime();
    }

    /** The files and all directories that they are in. */
    private Set<String> places() {
        Set<String> places = new HashSet<>();
        for (FileStatus file : planned) {
            Path path = file.getPath();
            while (path != null && places.add(place(path))) {
                path = path.getParent();
            }
        }
        return places;
    }

    private static String place(Path path) {
        return path.toUri().getPath();
    }

    private static String named(List<Path> paths) {
        String some = String.join(", ", paths.stream().limit(SHOWN).map(Path::toString).toList());
        return paths.size() <= SHOWN ? some : some + " and " + (paths.size() - SHOWN) + " more";
    }
}
