package io.highwater.common.state;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;

/** A file whose content is in memory. */
record RememberedInput(String path, byte[] content) implements InputFile {
    @Override
    public long length() {
        return content.length;
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream(content);
    }

    private static final class Stream extends SeekableInputStream {
        private final byte[] content;
        private int position;

        Stream(byte[] content) {
            this.content = content;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = Math.toIntExact(to);
        }

        @Override
        public int read() {
            return position < content.length ? content[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (length > 0 && position >= content.length) {
                return -1;
            }
            int read = Math.min(length, content.length - position);
            System.arraycopy(content, position, to, offset, read);
            position += read;
            return read;
        }

        @Override
        public void readFully(byte[] to, int offset, int length) throws IOException {
            if (length > content.length - position) {
                throw new EOFException("The file has " + content.length + " bytes");
            }
            read(to, offset, length);
        }
    }
}
