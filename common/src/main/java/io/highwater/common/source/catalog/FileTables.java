package io.highwater.common.source.catalog;

import io.highwater.common.source.FileFormat;
import io.highwater.common.source.FileSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A directory whose subdirectories are tables made of files, or which is one itself.
 *
 * @param path the directory, any Hadoop URI
 * @param format the files' format; empty to know it by their names
 * @param options options of Spark's reader
 */
public record FileTables(String path, Optional<FileFormat> format, Map<String, String> options) {
    private static final Map<String, FileFormat> ENDINGS = Map.of(
            "parquet", FileFormat.PARQUET,
            "csv", FileFormat.CSV,
            "json", FileFormat.JSON,
            "jsonl", FileFormat.JSON,
            "ndjson", FileFormat.JSON,
            "orc", FileFormat.ORC,
            "avro", FileFormat.AVRO);

    public FileTables {
        options = Map.copyOf(options);
    }

    /** The format of a file by its name; empty if it is called like none. */
    Optional<FileFormat> formatOf(String file) {
        String plain = file.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|lz4|snappy|deflate)$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return format.or(() -> Optional.ofNullable(ENDINGS.get(ending)));
    }

    /** One file of a table, with the columns that the names of its directories give. */
    FileSource oneOf(String table, String file, FileFormat itsFormat) {
        Map<String, String> all = new HashMap<>(options);
        all.put("basePath", table);
        return new FileSource(file, itsFormat, Optional.empty(), all);
    }
}
