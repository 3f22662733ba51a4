package io.highwater.common.storage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, but for how it sets permissions: where Hadoop's native library is not there it starts a process
 * for every file and directory that it makes, twice for files with checksums, which takes longer than to write a small one.
 */
public final class QuickLocalFileSystem extends LocalFileSystem {
    /** As Hadoop's configuration names file systems. */
    public static final String SETTING = "fs.file.impl";

    /** By reflection, as Hadoop does. */
    public QuickLocalFileSystem() {
        super(new Raw());
    }

    private static final class Raw extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            File file = pathToFile(path);
            boolean isPosix = Files.getFileAttributeView(file.toPath(), PosixFileAttributeView.class) != null;
            if (isPosix && !permission.getStickyBit()) {
                Files.setPosixFilePermissions(file.toPath(), permissions(permission));
            } else {
                super.setPermission(path, permission);
            }
        }
    }

    private static Set<PosixFilePermission> permissions(FsPermission permission) {
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        add(
                all,
                permission.getUserAction(),
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE);
        add(
                all,
                permission.getGroupAction(),
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.GROUP_EXECUTE);
        add(
                all,
                permission.getOtherAction(),
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE,
                PosixFilePermission.OTHERS_EXECUTE);
        return all;
    }

    private static void add(
            Set<PosixFilePermission> all,
            FsAction action,
            PosixFilePermission read,
            PosixFilePermission write,
            PosixFilePermission execute) {
        if (action.implies(FsAction.READ)) {
            all.add(read);
        }
        if (action.implies(FsAction.WRITE)) {
            all.add(write);
        }
        if (action.implies(FsAction.EXECUTE)) {
            all.add(execute);
        }
    }
}
