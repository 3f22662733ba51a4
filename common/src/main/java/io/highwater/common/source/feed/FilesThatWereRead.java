package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Files that a feed has given to a query, which knows them by their names and does not look at them again.
 *
 * @param files the milliseconds at which each had been changed last when it was listed
 */
record FilesThatWereRead(Map<Path, Long> files) {
    /** Those that have been changed since; files that are gone are none. Costs a listing of each directory. */
    List<Path> changed(Configuration hadoop) {
        List<Path> changed = new ArrayList<>();
        files.keySet().stream()
                .collect(Collectors.groupingBy(Path::getParent))
                .keySet()
                .forEach(directory -> Arrays.stream(now(directory, hadoop))
                        .filter(this::isChanged)
                        .forEach(file -> changed.add(file.getPath())));
        return changed.stream().sorted().toList();
    }

    private boolean isChanged(FileStatus file) {
        Long then = files.get(file.getPath());
        return then != null && then != file.getModificationTime();
    }

    private static FileStatus[] now(Path directory, Configuration hadoop) {
        try {
            return directory.getFileSystem(hadoop).listStatus(directory);
        } catch (FileNotFoundException gone) {
            return new FileStatus[0];
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for changed files in " + directory + ": " + failure.getMessage() + ". Run again.",
                    failure);
        }
    }
}
