package io.highwater.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;

/** A Delta table on a local disk that is made older than it is: its files, and all that its log says of times. */
public record AgedTable(Path directory) {
    private static final Pattern TIMES =
            Pattern.compile("(\"(?:timestamp|modificationTime|deletionTimestamp|lastUpdated|createdTime)\":)(\\d{13})");

    /** Once more, by so much. */
    public void by(Duration time) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            FileTime before = Files.getLastModifiedTime(file);
            if (file.toString().endsWith(".crc")) {
                Files.delete(file);
            } else {
                if (file.toString().endsWith(".json")) {
                    Files.writeString(file, earlier(Files.readString(file), time.toMillis()));
                }
                Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() - time.toMillis()));
            }
        }
        DeltaLog.clearCache();
    }

    private static String earlier(String commit, long millis) {
        Matcher times = TIMES.matcher(commit);
        return times.replaceAll(found -> found.group(1) + (Long.parseLong(found.group(2)) - millis));
    }
}
