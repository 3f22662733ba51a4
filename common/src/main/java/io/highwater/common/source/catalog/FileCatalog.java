package io.highwater.common.source.catalog;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.DateLayout;
import io.highwater.common.source.FileFormat;
import io.highwater.common.source.Reading;
import io.highwater.common.source.catalog.Directories.DataFile;
import io.highwater.common.source.catalog.FileFacts.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What files tell: their names, sizes and, of Parquet, how many rows they say that they have. Of other formats the rows are
 * estimated from the first lines of some files. The columns are those of one file.
 */
final class FileCatalog implements Catalog {
    private final SparkSession spark;
    private final FileTables tables;
    private final Directories directories;

    FileCatalog(SparkSession spark, FileTables tables) {
        this.spark = spark;
        this.tables = tables;
        this.directories = new Directories(spark.sessionState().newHadoopConf());
    }

    @Override
    public DatabaseFacts facts(List<String> schemas) {
        List<String> gaps = new ArrayList<>();
        List<TableFacts> found = directories.tables(tables.path(), this::isTable).stream()
                .flatMap(path -> table(path, gaps).stream())
                .toList();
        gaps.add("keys, and which rows were updated or deleted: files do not tell; advise.keys names keys");
        return new DatabaseFacts("files", tables.path(), Optional.empty(), found, gaps);
    }

    /** The directory of all tables is none itself: it has neither files nor directories that are parts of a table. */
    private boolean isTable(Path path) {
        List<FileStatus> content = directories.content(path);
        boolean isRoot = path.equals(new Path(tables.path()));
        return !isRoot
                || content.stream()
                        .anyMatch(below -> below.isFile()
                                || below.getPath().getName().matches("\\w+=.*|\\d{4}|\\d{8}|\\d{4}-\\d{2}(-\\d{2})?"));
    }

    private Optional<TableFacts> table(Path path, List<String> gaps) {
        List<DataFile> all = directories.files(path);
        Optional<FileFormat> format = format(all);
        if (format.isEmpty()) {
            gaps.add(path + " was left out: "
                    + (all.isEmpty() ? "it has no files" : "its files are called like none of a known format")
                    + "; source.format names it");
            return Optional.empty();
        }
        List<DataFile> files = all.stream()
                .filter(file -> tables.formatOf(file.name()).equals(format))
                .toList();
        try {
            return Optional.of(table(path, format.get(), files));
        } catch (UserException unreadable) {
            gaps.add(path + " was left out. " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private TableFacts table(Path path, FileFormat format, List<DataFile> files) {
        return new TableFacts(
                Optional.empty(),
                path.getName(),
                new FileRows(directories.hadoop(), format).of(files),
                OptionalLong.of(
                        files.stream().mapToLong(file -> file.status().getLen()).sum()),
                List.of(),
                columns(path, format, files.get(files.size() - 1)),
                Optional.empty(),
                Optional.of(new FileFacts(
                        path.toString(),
                        Optional.of(format),
                        ChangeFeed.IMPOSSIBLE,
                        DateLayout.of(
                                path.toString(),
                                files.stream().map(DataFile::name).toList()),
                        notes(format, files))));
    }

    private List<ColumnFacts> columns(Path table, FileFormat format, DataFile newest) {
        try (Reading reading = tables.oneOf(
                        table.toString(), newest.status().getPath().toString(), format)
                .open(spark)) {
            return FrameColumns.of(reading.rows().schema());
        } catch (IllegalStateException failure) {
            Throwable root = ExceptionUtils.getRootCause(failure);
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read the columns of " + newest.status().getPath() + ": " + root.getMessage()
                            + ". Check highwater.source.format and options.",
                    failure);
        }
    }

    /** The format of most files. */
    private Optional<FileFormat> format(List<DataFile> files) {
        return files.stream()
                .flatMap(file -> tables.formatOf(file.name()).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<FileFormat, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private List<String> notes(FileFormat format, List<DataFile> files) {
        List<String> notes = new ArrayList<>();
        if (format == FileFormat.CSV && tables.options().isEmpty()) {
            notes.add(
                    "without source.options.header = true, or source.schema, its columns are texts called _c0, _c1 and"
                            + " so on");
        }
        if (files.size() >= Directories.MOST_FILES) {
            notes.add(String.format("only %,d of its files were looked at", files.size()));
        }
        return notes;
    }
}
