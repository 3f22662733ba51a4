package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of several tables, each table's in {@code <schema>/<table>} and all below it. Names that begin with '_' or '.' do not
 * count.
 *
 * @param tables the directories by the tables, such as {@code public.orders}
 * @param strays files above these, which are of no table
 */
public record TableDirectories(Map<String, String> tables, List<String> strays) {
    /**
     * Those below a directory.
     *
     * @param hadoop knows the file system of the path
     * @param path any Hadoop URI, maybe a pattern
     */
    public static TableDirectories below(Configuration hadoop, String path) {
        try {
            Path root = new Path(path);
            FileSystem files = root.getFileSystem(hadoop);
            FileStatus[] roots = files.globStatus(root);
            if (roots == null || roots.length == 0) {
                throw new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot read the tables below " + path + ": there is no such directory. Check"
                                + " highwater.source.path.");
            }
            TableDirectories found = new TableDirectories(new TreeMap<>(), new ArrayList<>());
            for (FileStatus schema : found.directories(files, List.of(roots))) {
                for (FileStatus table : found.directories(files, List.of(schema))) {
                    found.add(schema.getPath().getName() + "." + table.getPath().getName(), table.getPath());
                }
            }
            return found;
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for tables below " + path + ": " + failure.getMessage() + ". Run again.",
                    failure);
        }
    }

    private List<FileStatus> directories(FileSystem files, List<FileStatus> parents) throws IOException {
        List<FileStatus> directories = new ArrayList<>();
        for (FileStatus parent : parents) {
            for (FileStatus child : files.listStatus(parent.getPath())) {
                String name = child.getPath().getName();
                if (child.isDirectory() && !isHidden(name)) {
                    directories.add(child);
                } else if (!isHidden(name)) {
                    strays.add(child.getPath().toString());
                }
            }
        }
        return directories;
    }

    private void add(String table, Path directory) {
        String other = tables.put(table, directory.toString());
        if (other != null) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read table " + table + ": it has two directories, " + other + " and " + directory
                            + ". Make highwater.source.path name one of them.");
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
