package io.highwater.common.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.fs.FSDataOutputStream;

/** Texts as the lines of a file that appears when it is complete. */
final class Lines {
    private Lines() {}

    /** Writes them all and completes the file; if they end with a failure there is no file. */
    static void write(Iterator<String> lines, FSDataOutputStream file) throws IOException {
        boolean whole = false;
        try {
            while (lines.hasNext()) {
                file.write((lines.next() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            whole = true;
        } finally {
            if (!whole) {
                // To close it would publish the half of it.
                file.abort();
            }
        }
        file.close();
    }
}
