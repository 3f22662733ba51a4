package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * Data files of a table, live or held back, read and written as an open transaction describes the table: a column that the
 * transaction adds is there, and NULL in the files that lack it.
 */
final class TableFiles {
    /** Position of a row: the file it lies in, as {@link #location} tells it. */
    static final String FILE = "file";
    /** Position of a row: its number in the file, from 0, rows that a deletion vector hides included. */
    static final String ROW = "row";
    /** The columns of a located row, as one. */
    static final String CONTENT = "content";

    private final DeltaTarget target;
    private final OptimisticTransaction transaction;

    TableFiles(DeltaTarget target, OptimisticTransaction transaction) {
        this.target = target;
        this.transaction = transaction;
    }

    /**
     * What is left of some files when rows are taken out of them.
     *
     * @param touched the files that hold such rows
     * @param rest new files that hold the others
     * @param taken how many rows were taken out
     */
    record Thinned(List<AddFile> touched, List<AddFile> rest, long taken) {}

    /** The rows of some files. */
    Dataset<Row> rows(List<AddFile> files) {
        DummySnapshot described = new DummySnapshot(
                new Path(target.path(), "_delta_log"),
                target.log(),
                transaction.metadata(),
                Option.empty(),
                Option.apply(transaction.protocol()));
        return target.log().createDataFrame(described, ScalaValues.seq(files), false, Option.empty());
    }

    /** Rows read by {@link #rows}, each as {@link #CONTENT}, {@link #FILE} and {@link #ROW}. */
    static Dataset<Row> located(Dataset<Row> rows) {
        return rows.select(
                struct(columns(rows)).as(CONTENT),
                file(rows).as(FILE),
                row(rows).as(ROW));
    }

    static Column[] columns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .map(name -> col(Staging.quoted(name)))
                .toArray(Column[]::new);
    }

    static Column file(Dataset<Row> rows) {
        return rows.metadataColumn("_metadata").getField("file_path");
    }

    static Column row(Dataset<Row> rows) {
        return rows.metadataColumn("_metadata").getField("row_index");
    }

    /** Where a file is, in the words of {@link #file}. */
    String location(AddFile file) {
        return SparkPath.fromPath(file.absolutePath(target.log())).urlEncoded();
    }

    /** Those of some files that are at some of these locations. */
    List<AddFile> at(List<AddFile> files, Collection<String> locations) {
        Set<String> wanted = new HashSet<>(locations);
        return files.stream().filter(file -> wanted.contains(location(file))).toList();
    }

    /** Writes rows as new files that nobody sees yet. */
    List<AddFile> write(Dataset<Row> rows) {
        return ScalaValues.list(transaction.writeFiles(rows)).stream()
                .filter(AddFile.class::isInstance)
                .map(AddFile.class::cast)
                .toList();
    }

    /**
     * Writes what is left of files without some rows. A file that keeps none is not read.
     *
     * @param positions the rows to leave out: {@link #FILE} and {@link #ROW}, no row twice
     */
    Thinned without(List<AddFile> files, Dataset<Row> positions) {
        Dataset<Row> taken = positions.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<String, Long> counts = new HashMap<>();
            taken.groupBy(FILE)
                    .agg(count(lit(1)))
                    .collectAsList()
                    .forEach(counted -> counts.put(counted.getString(0), counted.getLong(1)));
            List<AddFile> touched = at(files, counts.keySet());
            List<AddFile> kept = touched.stream()
                    .filter(file -> !file.numLogicalRecords().contains(counts.get(location(file))))
                    .toList();
            return new Thinned(
                    touched,
                    kept.isEmpty() ? List.of() : write(rest(kept, taken)),
                    counts.values().stream().mapToLong(Long::longValue).sum());
        } finally {
            taken.unpersist();
        }
    }

    private Dataset<Row> rest(List<AddFile> files, Dataset<Row> positions) {
        return located(rows(files))
                .join(positions, ScalaValues.seq(List.of(FILE, ROW)), "left_anti")
                .select(CONTENT + ".*");
    }

    /** Deletes files that no version of the table names. */
    void delete(List<AddFile> some) {
        try {
            FileSystem files = target.path().getFileSystem(target.log().newDeltaHadoopConf());
            for (AddFile file : some) {
                files.delete(file.absolutePath(target.log()), false);
            }
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot delete staged files below " + target.path() + ": " + failure.getMessage()
                            + ". No reader sees them; VACUUM removes them.",
                    failure);
        }
    }
}
