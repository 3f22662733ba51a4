package io.highwater.common.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/** The text of files on any file system Hadoop knows. */
final class FileText {
    private final Configuration hadoop;

    FileText(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * The whole text.
     *
     * @throws IOException when there is no such file or it is not UTF-8 text; the first line of its message says so
     */
    String read(Path path) throws IOException {
        FileSystem files = fileSystem(path);
        try {
            FileStatus file = files.getFileStatus(path);
            if (file.isDirectory()) {
                throw new IOException(path + " is a directory");
            }
            return text(files, file);
        } catch (FileNotFoundException missing) {
            throw new IOException(path + " does not exist", missing);
        } catch (CharacterCodingException malformed) {
            throw new IOException(path + " is not UTF-8 text", malformed);
        } catch (IOException failure) {
            // Clients of object stores repeat each of their layers; what is the matter stands in the innermost.
            Throwable root = ExceptionUtils.getRootCause(failure);
            throw root == failure ? failure : new IOException(root.getMessage(), failure);
        }
    }

    private FileSystem fileSystem(Path path) throws IOException {
        try {
            return path.getFileSystem(hadoop);
        } catch (RuntimeException unusable) {
            // Hadoop throws a bare one when the class of a file system is not on the class path.
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    /** What was found need not be looked for again. */
    private static String text(FileSystem files, FileStatus file) throws IOException {
        try (FSDataInputStream stream = FutureIO.awaitFuture(
                files.openFile(file.getPath()).withFileStatus(file).build())) {
            ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        }
    }
}
