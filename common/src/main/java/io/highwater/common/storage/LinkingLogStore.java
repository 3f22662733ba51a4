package io.highwater.common.storage;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A Delta log store for local disks whose commits exclude each other across processes. The stores that come with Delta
 * look whether the commit file exists and rename then, so that of two processes both may believe they committed; here
 * the operating system decides, by a hard link that fails where the name is taken.
 *
 * <p>Spark: {@code spark.delta.logStore.file.impl}; Delta Kernel: {@code io.delta.kernel.logStore.file.impl}.
 */
public final class LinkingLogStore extends HadoopFileSystemLogStore {
    public LinkingLogStore(Configuration hadoop) {
        super(hadoop);
    }

    /** @throws java.nio.file.FileAlreadyExistsException if the file exists and {@code overwrite} is false */
    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop) throws IOException {
        java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
        java.nio.file.Path prepared = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.createDirectories(file.getParent());
        try {
            Iterable<String> lines = () -> actions;
            Files.write(
                    prepared, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            publish(prepared, file, overwrite);
        } finally {
            Files.deleteIfExists(prepared);
        }
    }

    private static void publish(java.nio.file.Path prepared, java.nio.file.Path file, boolean overwrite)
            throws IOException {
        if (overwrite) {
            Files.move(prepared, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.createLink(file, prepared);
        }
    }

    /**
     * Commits appear whole or not at all. Checkpoints are not written through here, and whoever writes one asks: it must be
     * written under another name first.
     */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration hadoop) {
        return true;
    }
}
