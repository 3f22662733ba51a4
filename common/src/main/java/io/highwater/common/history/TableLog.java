package io.highwater.common.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The commits in the log of a Delta table, read file by file: no Spark, and no more of the log than is asked for. */
public final class TableLog {
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Configuration hadoop;
    private final Path directory;

    /**
     * @param hadoop knows the file system of the table
     * @param table the table's directory, any Hadoop URI
     */
    public TableLog(Configuration hadoop, String table) {
        this.hadoop = hadoop;
        this.directory = new Path(table, "_delta_log");
    }

    /** A commit; empty if the log does not have it any more. */
    public Optional<TableCommit> at(long version) {
        return unlessUnavailable(() -> read(version));
    }

    /** The newest commits that the log has, newest first; none where there is no table. */
    public List<TableCommit> newest(int most) {
        return unlessUnavailable(() -> {
            List<TableCommit> commits = new ArrayList<>();
            for (long version : versions().stream().limit(most).toList()) {
                read(version).ifPresent(commits::add);
            }
            return commits;
        });
    }

    private List<Long> versions() throws IOException {
        try {
            FileStatus[] files = system().listStatus(
                            directory, file -> COMMIT.matcher(file.getName()).matches());
            return Arrays.stream(files)
                    .map(file -> Long.parseLong(file.getPath().getName().substring(0, 20)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (FileNotFoundException noTable) {
            return List.of();
        }
    }

    private Optional<TableCommit> read(long version) throws IOException {
        try (BufferedReader lines = open(version, "json")) {
            CommitReading reading = new CommitReading();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reading.take(JSON.readTree(line));
            }
            return Optional.of(reading.commit(version, size(version - 1)));
        } catch (FileNotFoundException forgotten) {
            return Optional.empty();
        }
    }

    /** Writers may note beside each commit how large the table is with it. */
    private Optional<TableCommit.Size> size(long version) throws IOException {
        if (version < 0) {
            return Optional.of(new TableCommit.Size(0, 0));
        }
        try (BufferedReader note = open(version, "crc")) {
            JsonNode size = JSON.readTree(note);
            return size.has("numFiles") && size.has("tableSizeBytes")
                    ? Optional.of(new TableCommit.Size(
                            size.get("numFiles").asLong(),
                            size.get("tableSizeBytes").asLong()))
                    : Optional.empty();
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    private BufferedReader open(long version, String kind) throws IOException {
        Path file = new Path(directory, String.format("%020d.%s", version, kind));
        return new BufferedReader(new InputStreamReader(system().open(file), StandardCharsets.UTF_8));
    }

    private FileSystem system() throws IOException {
        return directory.getFileSystem(hadoop);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T unlessUnavailable(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read the log " + directory + ": " + failure.getMessage()
                            + ". Check the path and the right to read there.",
                    failure);
        }
    }
}
