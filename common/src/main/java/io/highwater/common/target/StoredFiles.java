package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.RemoveFile;

/** The files of a table as they are stored, whatever the log says of them. Runs on the driver, no Spark job. */
final class StoredFiles {
    private final DeltaTarget target;
    private final FileSystem files;

    StoredFiles(DeltaTarget target) {
        this.target = target;
        try {
            this.files = target.path().getFileSystem(target.log().newDeltaHadoopConf());
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    /** Files and directories below the table's, without what is hidden from readers, such as the log. */
    List<FileStatus> all() {
        List<FileStatus> all = new ArrayList<>();
        Deque<Path> open = new ArrayDeque<>(List.of(files.makeQualified(target.path())));
        try {
            while (!open.isEmpty()) {
                for (FileStatus status : files.listStatus(open.pop())) {
                    if (!isHidden(status.getPath().getName())) {
                        all.add(status);
                        if (status.isDirectory()) {
                            open.push(status.getPath());
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw unavailable(failure);
        }
        return all;
    }

    /** The file that an action is about, and that of its deletion vector, as {@link #all} has them. */
    Set<Path> of(FileAction action) {
        Set<Path> paths = new HashSet<>();
        paths.add(files.makeQualified(action.absolutePath(target.log())));
        DeletionVectorDescriptor vector = vector(action);
        if (vector != null && vector.isOnDisk()) {
            paths.add(files.makeQualified(vector.absolutePath(target.path())));
        }
        return paths;
    }

    /** Whether a file holds an action's deletion vector, which is small. */
    boolean isVectorOf(FileAction action, Path path) {
        return !files.makeQualified(action.absolutePath(target.log())).equals(path);
    }

    boolean isThere(Path path) {
        try {
            return files.exists(path);
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private static DeletionVectorDescriptor vector(FileAction action) {
        if (action instanceof AddFile added) {
            return added.deletionVector();
        }
        return action instanceof RemoveFile removed ? removed.deletionVector() : null;
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    private UserException unavailable(IOException failure) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot look for the files of " + target.address() + ": " + failure.getMessage()
                        + ". Nothing was changed. Try again.",
                failure);
    }
}
