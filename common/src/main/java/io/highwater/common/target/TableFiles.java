package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ClassicSpark;
import io.highwater.common.spark.ScalaValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeletionVectorsTableFeature$;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArray;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArrayFormat;
import org.apache.spark.sql.delta.deletionvectors.StoredBitmap;
import org.apache.spark.sql.delta.sources.DeltaSQLConf;
import org.apache.spark.sql.delta.storage.dv.DeletionVectorStore;
import org.apache.spark.sql.delta.storage.dv.DeletionVectorStore$;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.internal.SQLConf;
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

    /** Delta tells where in a file a row lies only of tables that may have deletion vectors; this one is said to. */
    private static final Protocol VECTORS = Protocol.forTableFeature(DeletionVectorsTableFeature$.MODULE$);

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
     */
    record Thinned(List<AddFile> touched, List<AddFile> rest) {}

    /** The rows of some files. */
    Dataset<Row> rows(List<AddFile> files) {
        return rows(files, Optional.empty());
    }

    /**
     * The rows of some files.
     *
     * @param pages where in the files to look; some rows elsewhere may come along
     */
    Dataset<Row> rows(List<AddFile> files, Optional<PageFilter> pages) {
        HadoopFsRelation relation = relation(target, transaction.metadata(), transaction.protocol(), files);
        HadoopFsRelation scanned = pages.filter(filter -> rowsAreCountedByParquet())
                .map(filter -> heeding(filter, relation))
                .orElse(relation);
        return ClassicSpark.rows(target.spark(), LogicalRelation$.MODULE$.apply(scanned, false));
    }

    /** The rows of some files of a table that was as it is described. */
    static Dataset<Row> rows(DeltaTarget target, Metadata metadata, Protocol protocol, List<AddFile> files) {
        return ClassicSpark.rows(
                target.spark(), LogicalRelation$.MODULE$.apply(relation(target, metadata, protocol, files), false));
    }

    private static HadoopFsRelation relation(
            DeltaTarget target, Metadata metadata, Protocol protocol, List<AddFile> files) {
        DummySnapshot described = VersionedDelta.described(
                new Path(target.path(), "_delta_log"),
                target.log(),
                metadata,
                protocol.merge(ScalaValues.seq(List.of(VECTORS))));
        ListedFiles listed = new ListedFiles(target.spark(), target.log(), target.path(), described, files);
        return target.log()
                .buildHadoopFsRelationWithFileIndex(
                        described, listed, Option.empty(), target.log().buildHadoopFsRelationWithFileIndex$default$4());
    }

    /** Where Delta itself counts the rows of a file, to know which a vector hides, no page may be skipped. */
    private boolean rowsAreCountedByParquet() {
        return (Boolean)
                target.spark().sessionState().conf().getConf(DeltaSQLConf.DELETION_VECTORS_USE_METADATA_ROW_INDEX());
    }

    /** A scan that filters by pages. A filter that Spark pushes down would take the place of this one, so it pushes none. */
    private HadoopFsRelation heeding(PageFilter filter, HadoopFsRelation relation) {
        SparkSession quiet = ClassicSpark.cloned(target.spark());
        Map<String, String> options = new HashMap<>(ScalaValues.map(relation.options()));
        options.putAll(filter.options());
        quiet.conf().set(SQLConf.PARQUET_FILTER_PUSHDOWN_ENABLED().key(), false);
        return new HadoopFsRelation(
                relation.location(),
                relation.partitionSchema(),
                relation.dataSchema(),
                relation.bucketSpec(),
                relation.fileFormat(),
                ScalaValues.map(options),
                quiet);
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
                .map(name -> col(Names.quoted(name)))
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
        return location(target, file);
    }

    /** The same of a table's file. */
    static String location(DeltaTarget target, AddFile file) {
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

    /** Writes what is left of files without some rows. A file that keeps none is not read. */
    Thinned without(List<AddFile> files, Positions positions) {
        List<AddFile> touched = at(files, positions.files());
        List<AddFile> rest = touched.stream()
                .map(file -> hiding(file, positions.in(location(file))))
                .filter(file -> !file.numLogicalRecords().contains(0L))
                .toList();
        return new Thinned(touched, rest.isEmpty() ? List.of() : write(rows(rest)));
    }

    /** The file as if it had a deletion vector for the rows, so that a scan leaves them out. */
    private AddFile hiding(AddFile file, RoaringBitmapArray some) {
        RoaringBitmapArray hidden = some.copy();
        if (file.deletionVector() != null) {
            DeletionVectorStore store =
                    DeletionVectorStore$.MODULE$.createInstance(target.log().newDeltaHadoopConf());
            hidden.or(StoredBitmap.create(file.deletionVector(), target.path()).load(store));
        }
        byte[] bytes = hidden.serializeAsByteArray(RoaringBitmapArrayFormat.Portable());
        return file.removeRows(DeletionVectorDescriptor.inlineInLog(bytes, hidden.cardinality()), false, true)
                ._1();
    }

    Path path(AddFile file) {
        return file.absolutePath(target.log());
    }

    /** Deletes files that no version of the table names. */
    void delete(List<Path> some) {
        try {
            FileSystem files = target.path().getFileSystem(target.log().newDeltaHadoopConf());
            for (Path path : some) {
                files.delete(path, false);
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
