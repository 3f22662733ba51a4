package io.highwater.common.source.catalog;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Directories of tables, and the files in them. */
record Directories(Configuration hadoop) {
    /** More files of one table are not looked at. */
    static final int MOST_FILES = 100_000;

    /** A file and its name below the table's directory. */
    record DataFile(FileStatus status, String name) {}

    /** The directory itself, if it is a table, or else those directly below it that are. */
    List<Path> tables(String root, Predicate<Path> isTable) {
        Path path = new Path(root);
        return unlessUnavailable(root, system -> {
            if (isTable.test(path)) {
                return List.of(path);
            }
            return Arrays.stream(system.listStatus(path))
                    .filter(FileStatus::isDirectory)
                    .map(FileStatus::getPath)
                    .filter(below -> !isHidden(below.getName()) && isTable.test(below))
                    .sorted(Comparator.comparing(Path::getName))
                    .toList();
        });
    }

    boolean exists(Path path) {
        return unlessUnavailable(path.toString(), system -> system.exists(path));
    }

    /** What lies directly in a directory, by name. */
    List<FileStatus> content(Path directory) {
        return unlessUnavailable(
                directory.toString(),
                system -> Arrays.stream(system.listStatus(directory))
                        .filter(file -> !isHidden(file.getPath().getName()))
                        .sorted(Comparator.comparing(file -> file.getPath().getName()))
                        .toList());
    }

    /** The files of a table, by name, however deep they lie; at most {@link #MOST_FILES}. */
    List<DataFile> files(Path table) {
        return unlessUnavailable(table.toString(), system -> {
            String prefix = system.makeQualified(table) + "/";
            List<DataFile> files = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> all = system.listFiles(table, true);
            while (all.hasNext() && files.size() < MOST_FILES) {
                FileStatus file = all.next();
                String name = file.getPath().toString().substring(prefix.length());
                if (file.getLen() > 0 && Arrays.stream(name.split("/")).noneMatch(Directories::isHidden)) {
                    files.add(new DataFile(file, name));
                }
            }
            files.sort(Comparator.comparing(DataFile::name));
            return files;
        });
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_") && !name.contains("=");
    }

    private interface Look<T> {
        T at(FileSystem system) throws IOException;
    }

    private <T> T unlessUnavailable(String path, Look<T> look) {
        try {
            return look.at(new Path(path).getFileSystem(hadoop));
        } catch (FileNotFoundException none) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot look for tables in " + path + ": there is no such directory. Check highwater.source.path.",
                    none);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for tables in " + path + ": " + failure.getMessage()
                            + ". Check highwater.source.path and the right to read there.",
                    failure);
        }
    }
}
