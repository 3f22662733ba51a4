package io.highwater.common.source.catalog;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.FileFormat;
import io.highwater.common.source.catalog.Directories.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** About how many rows files have, from few of them: Parquet's own counts, or the lengths of the first lines. */
record FileRows(Configuration hadoop, FileFormat format) {
    private static final int FOOTERS = 100;
    private static final int SAMPLES = 5;
    private static final int SAMPLE_BYTES = 65_536;

    /** Empty where the format does not lend itself to a guess. */
    OptionalLong of(List<DataFile> files) {
        return switch (format) {
            case PARQUET -> extrapolated(files, FOOTERS, this::footer);
            case CSV, JSON -> isPlain(files) ? extrapolated(files, SAMPLES, this::lines) : OptionalLong.empty();
            case ORC, AVRO -> OptionalLong.empty();
        };
    }

    /** Rows, and the bytes that they were found in. */
    private record Seen(double rows, double bytes) {}

    private interface Look {
        Seen at(DataFile file) throws IOException;
    }

    private static OptionalLong extrapolated(List<DataFile> files, int most, Look look) {
        double rows = 0;
        double bytes = 0;
        for (DataFile file : spread(files, most)) {
            try {
                Seen seen = look.at(file);
                rows += seen.rows();
                bytes += seen.bytes();
            } catch (IOException | RuntimeException failure) {
                throw new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot read " + file.status().getPath() + ": " + failure.getMessage()
                                + ". Check highwater.source and the right to read there.",
                        failure);
            }
        }
        double all = files.stream().mapToLong(file -> file.status().getLen()).sum();
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(rows * all / bytes));
    }

    private static List<DataFile> spread(List<DataFile> files, int most) {
        List<DataFile> some = new ArrayList<>();
        int wanted = Math.min(most, files.size());
        for (int i = 0; i < wanted; i++) {
            some.add(files.get((int) ((long) i * files.size() / wanted)));
        }
        return some;
    }

    private Seen footer(DataFile file) throws IOException {
        Path path = file.status().getPath();
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return new Seen(reader.getRecordCount(), file.status().getLen());
        }
    }

    private Seen lines(DataFile file) throws IOException {
        Path path = file.status().getPath();
        try (InputStream data = path.getFileSystem(hadoop).open(path)) {
            byte[] sample = data.readNBytes(SAMPLE_BYTES);
            int end = 0;
            int lines = 0;
            for (int i = 0; i < sample.length; i++) {
                if (sample[i] == '\n') {
                    lines++;
                    end = i + 1;
                }
            }
            return lines == 0 ? new Seen(1, sample.length) : new Seen(lines, end);
        }
    }

    private static boolean isPlain(List<DataFile> files) {
        return files.stream().allMatch(file -> file.name().matches("(?i).*\\.(csv|json|jsonl|ndjson|txt)"));
    }
}
