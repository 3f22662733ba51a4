package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Looks whether a feed of files has any. Names that begin with '_' or '.' do not count. */
final class FilesBelow {
    private FilesBelow() {}

    /**
     * Whether there are none.
     *
     * @param hadoop knows the file system of the path
     * @param path any Hadoop URI, maybe a pattern
     */
    static boolean none(Configuration hadoop, String path) {
        try {
            Path root = new Path(path);
            FileSystem files = root.getFileSystem(hadoop);
            FileStatus[] roots = files.globStatus(root);
            return roots == null || none(files, roots);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for files in " + path + ": " + failure.getMessage() + ". Run again.",
                    failure);
        }
    }

    private static boolean none(FileSystem files, FileStatus[] found) throws IOException {
        for (FileStatus each : found) {
            if (!isHidden(each) && !(each.isDirectory() && none(files, listed(files, each)))) {
                return false;
            }
        }
        return true;
    }

    private static FileStatus[] listed(FileSystem files, FileStatus directory) throws IOException {
        try {
            return files.listStatus(directory.getPath());
        } catch (FileNotFoundException gone) {
            return new FileStatus[0];
        }
    }

    private static boolean isHidden(FileStatus file) {
        String name = file.getPath().getName();
        return name.startsWith("_") || name.startsWith(".");
    }
}
