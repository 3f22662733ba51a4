package io.highwater.common.state;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Files of a store that is far away. Delta Kernel asks of every file that it has just written how long it is, and reads data
 * files again to learn what is in them; both is answered from memory, once. State files are small, and read whole.
 */
final class RememberedFiles implements FileIO {
    private static final int MOST = 4;
    private static final long SMALL = 1L << 20;

    private final FileIO store;
    private final Configuration hadoop;
    private final Map<String, FileStatus> written = few();
    private final Map<String, byte[]> contents = few();

    RememberedFiles(FileIO store, Configuration hadoop) {
        this.store = store;
        this.hadoop = hadoop;
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new RememberedOutput(store.newOutputFile(path), hadoop, this);
    }

    /** A file was written, of which nothing is needed but its length. */
    void wrote(String path, long length) {
        written.put(path, FileStatus.of(path, length, System.currentTimeMillis()));
    }

    /** A file was written that is going to be read. */
    void wrote(String path, byte[] content) {
        wrote(path, content.length);
        contents.put(path, content);
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        FileStatus known = written.remove(path);
        return known != null ? known : store.getFileStatus(path);
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        byte[] content = contents.remove(path);
        if (content != null) {
            return new RememberedInput(path, content);
        }
        InputFile file = store.newInputFile(path, length);
        return length > 0 && length <= SMALL ? new SmallInput(file) : file;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return store.listFrom(path);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return store.resolvePath(path);
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        return store.mkdirs(path);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return store.delete(path);
    }

    @Override
    public Optional<String> getConf(String name) {
        return store.getConf(name);
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
        store.copyFileAtomically(from, to, overwrite);
    }

    private static <T> Map<String, T> few() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        });
    }
}
