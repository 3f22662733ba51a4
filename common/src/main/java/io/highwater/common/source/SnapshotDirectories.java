package io.highwater.common.source;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Directories of one directory, each with a whole snapshot of a table, in the order that their names say: numbers, or dates,
 * or times. Names that begin with '_' or '.' do not count, nor do files beside the directories.
 *
 * @param type what the names count; INTEGER if there are none
 * @param all the directories, the earliest first
 */
public record SnapshotDirectories(CursorType type, List<Directory> all) {
    private static final String MARK = "_SUCCESS";
    private static final String UNFINISHED = "_temporary";

    public SnapshotDirectories {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param name its name
     * @param path where it is
     * @param position its place in the order
     * @param writing whether its writer is through
     */
    public record Directory(String name, String path, long position, Writing writing) {}

    /**
     * Whether a directory's writer is through. Where one of the directories has a file {@code _SUCCESS}, those without are
     * being written; and so is one that has a {@code _temporary}.
     */
    public enum Writing {
        DONE,
        UNDER_WAY
    }

    private record Found(FileStatus status, SnapshotName name, boolean marked, boolean unfinished) {}

    /**
     * Looks at what is there.
     *
     * @throws UserException if there is no such directory, or the names have no common order
     */
    public static SnapshotDirectories of(String path, Configuration hadoop) {
        Path root = new Path(path);
        try {
            FileSystem files = root.getFileSystem(hadoop);
            List<Found> found = new ArrayList<>();
            for (FileStatus status : files.listStatus(root)) {
                if (status.isDirectory() && !isHidden(status.getPath().getName())) {
                    found.add(found(files, status));
                }
            }
            found.sort(Comparator.comparingLong(one -> one.name().position()));
            refuseWithoutOrder(path, found);
            return ordered(found);
        } catch (FileNotFoundException none) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot look for snapshots in " + path + ": there is no such directory. Check"
                            + " highwater.source.path.",
                    none);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for snapshots in " + path + ": " + failure.getMessage() + ". Run again.",
                    failure);
        }
    }

    private static Found found(FileSystem files, FileStatus status) throws IOException {
        SnapshotName name = SnapshotName.of(status.getPath().getName())
                .orElseThrow(() -> new UserException(
                        ExitCode.REFUSED,
                        "Cannot put the snapshots of " + status.getPath().getParent() + " in order: the name "
                                + status.getPath().getName()
                                + " is no number, date or time. Nothing was read. Rename the directory, or take it away;"
                                + " names that begin with '_' or '.' do not count."));
        List<String> inside = Arrays.stream(files.listStatus(status.getPath()))
                .map(file -> file.getPath().getName())
                .toList();
        return new Found(status, name, inside.contains(MARK), inside.contains(UNFINISHED));
    }

    private static void refuseWithoutOrder(String path, List<Found> found) {
        for (int i = 1; i < found.size(); i++) {
            Found one = found.get(i - 1);
            Found other = found.get(i);
            if (!one.name().kind().equals(other.name().kind())) {
                throw withoutOrder(path, described(one) + " and " + described(other));
            }
            if (one.name().position() == other.name().position()) {
                throw withoutOrder(path, text(one) + " and " + text(other) + " are the same place in it");
            }
        }
    }

    private static UserException withoutOrder(String path, String why) {
        return new UserException(
                ExitCode.REFUSED,
                "Cannot put the snapshots of " + path + " in order: " + why
                        + ". Nothing was read. Name all directories in one way.");
    }

    private static SnapshotDirectories ordered(List<Found> found) {
        boolean marks = found.stream().anyMatch(Found::marked);
        CursorType type =
                found.isEmpty() ? CursorType.INTEGER : found.get(0).name().type();
        return new SnapshotDirectories(
                type,
                found.stream()
                        .map(one -> new Directory(
                                text(one),
                                one.status().getPath().toString(),
                                one.name().position(),
                                one.unfinished() || (marks && !one.marked()) ? Writing.UNDER_WAY : Writing.DONE))
                        .toList());
    }

    /** Those from a position on, or all. */
    public List<Directory> from(Optional<Long> position) {
        return all.stream()
                .filter(directory -> position.isEmpty() || directory.position() >= position.get())
                .toList();
    }

    private static String described(Found found) {
        return text(found) + " is " + found.name().kind();
    }

    private static String text(Found found) {
        return found.status().getPath().getName();
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
