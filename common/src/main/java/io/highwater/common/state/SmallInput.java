package io.highwater.common.state;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;

/** A small file that is read whole at once, rather than here and there. */
final class SmallInput implements InputFile {
    private final InputFile file;
    private byte[] content;

    SmallInput(InputFile file) {
        this.file = file;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        if (content == null) {
            byte[] whole = new byte[Math.toIntExact(file.length())];
            try (SeekableInputStream stream = file.newStream()) {
                stream.readFully(whole, 0, whole.length);
            }
            content = whole;
        }
        return new RememberedInput(path(), content).newStream();
    }
}
