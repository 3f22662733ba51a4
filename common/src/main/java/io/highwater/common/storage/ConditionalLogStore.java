package io.highwater.common.storage;

import io.delta.storage.CloseableIterator;
import io.delta.storage.HadoopFileSystemLogStore;
import io.delta.storage.LineCloseableIterator;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A Delta log store for {@code s3a://} whose commits exclude each other across processes and machines. The one that comes with
 * Delta looks whether the commit is there and writes then, so that of two drivers both may believe they committed, and the
 * second one's commit replaces the first one's; here the store decides, by a write with {@code If-None-Match: *}, which it refuses
 * where the object exists. There is no table of locks and no service beside the bucket.
 *
 * <p>It needs Hadoop's file system for S3, of version 3.3 or newer, and a store that keeps to the condition, as Amazon S3 does.
 * What does not is refused before anything is committed: see {@link ConditionalStores}.
 *
 * <p>It needs nothing else of Highwater. With Spark and Delta alone put the jar on the class path of the driver and set
 * {@code spark.delta.logStore.s3a.impl} to this class's name; for Delta Kernel set {@code io.delta.kernel.logStore.s3a.impl} in
 * Hadoop's configuration. Every writer of a table has to: one that uses another log store replaces commits as before.
 */
public final class ConditionalLogStore extends HadoopFileSystemLogStore {
    private final ListedFiles listed = new ListedFiles();

    public ConditionalLogStore(Configuration hadoop) {
        super(hadoop);
    }

    /**
     * Writes the actions, a line each. A commit appears whole or not at all.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists, is another writer's, and {@code overwrite} is false
     * @throws io.highwater.common.error.UserException if the store cannot be relied upon
     */
    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop) throws IOException {
        FileSystem store = path.getFileSystem(hadoop);
        if (overwrite) {
            Lines.write(
                    actions, store.createFile(path).overwrite(true).recursive().build());
        } else {
            ConditionalStores.requireConditions(store, path);
            KeptLines kept = new KeptLines(actions);
            ConditionalCreation.of(path).write(store, file -> Lines.write(kept.iterator(), file));
        }
    }

    /** The lines of a file. One that was listed is not looked for again before it is read. */
    @Override
    public CloseableIterator<String> read(Path path, Configuration hadoop) throws IOException {
        Optional<byte[]> whole = listed.read(path, hadoop);
        return whole.isPresent()
                ? new LineCloseableIterator(new StringReader(new String(whole.get(), StandardCharsets.UTF_8)))
                : super.read(path, hadoop);
    }

    @Override
    public Iterator<FileStatus> listFrom(Path path, Configuration hadoop) throws IOException {
        return listed.noting(super.listFrom(path, hadoop));
    }

    /** Objects appear when they are complete. */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration hadoop) {
        return false;
    }
}
