package io.highwater.common.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/** A small file that is there when it is closed, and not if it is cancelled or another has made it. */
final class WholeObject extends CheckpointFileManager.CancellableFSDataOutputStream {
    private final FileSystem store;
    private final ConditionalCreation creation;
    private final ByteArrayOutputStream content;
    private boolean ended;

    WholeObject(FileSystem store, ConditionalCreation creation) {
        this(store, creation, new ByteArrayOutputStream());
    }

    private WholeObject(FileSystem store, ConditionalCreation creation, ByteArrayOutputStream content) {
        super(content);
        this.store = store;
        this.creation = creation;
        this.content = content;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try {
            creation.write(store, this::fill);
        } catch (java.nio.file.FileAlreadyExistsException taken) {
            FileAlreadyExistsException asHadoopSays = new FileAlreadyExistsException(taken.getMessage());
            asHadoopSays.initCause(taken);
            throw asHadoopSays;
        }
    }

    private void fill(FSDataOutputStream file) throws IOException {
        content.writeTo(file);
        file.close();
    }

    @Override
    public void cancel() {
        ended = true;
    }
}
