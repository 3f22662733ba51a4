package io.highwater.common.state;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** A file of which is remembered what was written. */
final class RememberedOutput implements OutputFile {
    private final OutputFile file;
    private final Configuration hadoop;
    private final RememberedFiles memory;

    RememberedOutput(OutputFile file, Configuration hadoop, RememberedFiles memory) {
        this.file = file;
        this.hadoop = hadoop;
        this.memory = memory;
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public PositionOutputStream create(boolean putIfAbsent) throws IOException {
        return putIfAbsent ? file.create(true) : new Buffer();
    }

    @Override
    public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
        AtomicLong length = new AtomicLong();
        file.writeAtomically(
                lines.map(line -> {
                    length.addAndGet(line.getBytes(StandardCharsets.UTF_8).length + 1L);
                    return line;
                }),
                overwrite);
        memory.wrote(path(), length.get());
    }

    /** Becomes the file when it is closed. */
    private final class Buffer extends PositionOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean open = true;

        @Override
        public long getPos() {
            return bytes.size();
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!open) {
                return;
            }
            open = false;
            Path path = new Path(path());
            try (FSDataOutputStream stored = path.getFileSystem(hadoop)
                    .createFile(path)
                    .overwrite(true)
                    .recursive()
                    .build()) {
                bytes.writeTo(stored);
            }
            memory.wrote(path(), bytes.toByteArray());
        }
    }
}
