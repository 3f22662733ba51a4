package io.highwater.common.storage;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * How long the files of a log are that were listed last, so that they need not be looked for again before they are read. Each is
 * told once: what is read again later may be another file of the same name. Those that are not named by a version are left out,
 * such as {@code _last_checkpoint}, which is overwritten again and again.
 */
final class ListedFiles {
    /** Longer ones are not read at once. */
    private static final long LONGEST = 8L << 20;

    private final Map<Path, Long> lengths = new ConcurrentHashMap<>();

    /** Takes note of files as they are walked. */
    Iterator<FileStatus> noting(Iterator<FileStatus> files) {
        lengths.clear();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return files.hasNext();
            }

            @Override
            public FileStatus next() {
                FileStatus file = files.next();
                boolean isOfAVersion =
                        Character.isDigit(file.getPath().getName().charAt(0));
                if (isOfAVersion && file.getLen() <= LONGEST) {
                    lengths.put(file.getPath(), file.getLen());
                }
                return file;
            }
        };
    }

    /** All that a file has in it; empty if it is not known how long it is, or it is long. */
    Optional<byte[]> read(Path path, Configuration hadoop) throws IOException {
        Long length = lengths.remove(path);
        if (length == null) {
            return Optional.empty();
        }
        try (FSDataInputStream file = FutureIO.awaitFuture(path.getFileSystem(hadoop)
                .openFile(path)
                .opt("fs.option.openfile.length", Long.toString(length))
                .opt("fs.option.openfile.read.policy", "whole-file")
                .build())) {
            byte[] bytes = new byte[Math.toIntExact(length)];
            file.readFully(0, bytes);
            return Optional.of(bytes);
        }
    }
}
