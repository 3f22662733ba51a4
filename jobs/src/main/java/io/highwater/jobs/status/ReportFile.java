package io.highwater.jobs.status;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Where a page is written to: a file of this machine, or any URI that Hadoop knows. Who reads it meanwhile sees the page
 * before or the page after.
 */
record ReportFile(String name, Configuration hadoop) {
    /**
     * Writes it, in the place of what is there.
     *
     * @return where it is
     * @throws UserException if it cannot be written
     */
    String write(String text) {
        try {
            return isOfThisMachine() ? writeHere(text) : writeThere(text);
        } catch (IOException | RuntimeException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot write the report to " + name + ": " + failure
                            + ". Name another file with --out; nothing else was to be done.",
                    failure);
        }
    }

    private boolean isOfThisMachine() {
        String scheme = new Path(name).toUri().getScheme();
        return scheme == null || scheme.equals("file");
    }

    private String writeHere(String text) throws IOException {
        URI uri = new Path(name).toUri();
        java.nio.file.Path file =
                java.nio.file.Path.of(uri.getPath()).toAbsolutePath().normalize();
        Files.createDirectories(file.getParent());
        java.nio.file.Path whole = file.resolveSibling(".report-" + UUID.randomUUID() + ".html");
        try {
            Files.writeString(whole, text, StandardOpenOption.CREATE_NEW);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
        return file.toString();
    }

    private String writeThere(String text) throws IOException {
        Path file = new Path(name);
        Path whole = new Path(file.getParent(), ".report-" + UUID.randomUUID() + ".html");
        FileContext files = FileContext.getFileContext(file.toUri(), hadoop);
        try {
            try (OutputStream out =
                    files.create(whole, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            files.rename(whole, file, Options.Rename.OVERWRITE);
        } catch (IOException failure) {
            files.delete(whole, false);
            throw failure;
        }
        return file.toString();
    }
}
