package io.highwater.common.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager;

/**
 * How Structured Streaming and Delta write files that are to appear whole: checkpoints of streams, checksums of tables. Spark's
 * own way is to write each under another name and to rename it, for which S3 copies it, and is asked two dozen times. Here it
 * is one request, because objects appear whole. Elsewhere it is as Spark does it.
 */
public final class S3CheckpointFiles implements CheckpointFileManager {
    /** As Spark's configuration names it. */
    public static final String SETTING = "spark.sql.streaming.checkpointFileManagerClass";

    private final CheckpointFileManager files;
    private final FileSystem store;
    private final boolean conditional;

    /** By reflection, as Spark does. */
    public S3CheckpointFiles(Path path, Configuration hadoop) throws java.io.IOException {
        this.store = path.getFileSystem(hadoop);
        this.conditional =
                S3Defaults.SCHEMES.contains(store.getUri().getScheme()) && ConditionalCreation.isPossible(store, path);
        this.files = conditional
                ? new FileSystemBasedCheckpointFileManager(path, hadoop)
                : CheckpointFileManager.create(path, sparksOwn(hadoop));
    }

    private static Configuration sparksOwn(Configuration hadoop) {
        Configuration own = new Configuration(hadoop);
        own.unset(SETTING);
        return own;
    }

    @Override
    public CancellableFSDataOutputStream createAtomic(Path path, boolean overwrite) {
        return conditional && !overwrite
                ? new WholeObject(store, ConditionalCreation.of(path))
                : files.createAtomic(path, overwrite);
    }

    @Override
    public FSDataInputStream open(Path path) {
        return files.open(path);
    }

    @Override
    public FileStatus[] list(Path path, PathFilter filter) {
        return files.list(path, filter);
    }

    /** Objects need no directories, but Spark lists those that it has made, empty or not. */
    @Override
    public void mkdirs(Path path) {
        files.mkdirs(path);
    }

    @Override
    public boolean exists(Path path) {
        return files.exists(path);
    }

    @Override
    public void delete(Path path) {
        files.delete(path);
    }

    @Override
    public boolean isLocal() {
        return files.isLocal();
    }

    @Override
    public Path createCheckpointDirectory() {
        return files.createCheckpointDirectory();
    }

    @Override
    public void close() {
        files.close();
    }
}
