package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.error.Analysis;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.FileFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Files that come into a directory, each read once. Those of JSON are read line by line as text, others by their columns. A
 * file counts as the same if its name is; names that begin with '_' or '.' do not count.
 *
 * @param path a directory, with all below it, or a pattern, any Hadoop URI
 * @param format the files' format
 * @param schema the columns, as SQL writes them; empty to take what the files say
 * @param options options of Spark's reader for the format
 */
public record FileFeed(String path, FileFormat format, Optional<String> schema, Map<String, String> options)
        implements Feed {
    /** Without it Spark forgets which files it has read, and leaves out those that are older than the newest by a week. */
    private static final String NEVER_FORGET = "36500d";

    public FileFeed {
        options = Map.copyOf(options);
    }

    @Override
    public String describe() {
        return described(List.of(path));
    }

    /** The files in another directory, read in the same way. */
    public FileFeed in(String directory, Optional<String> itsSchema) {
        return new FileFeed(directory, format, itsSchema.or(() -> schema), options);
    }

    /** Some files of the same format, in words. */
    public String described(List<String> paths) {
        return format.name() + " files " + String.join(", ", paths);
    }

    @Override
    public List<DataPlace> places() {
        return List.of(DataPlace.Directory.of(path));
    }

    @Override
    public Form form() {
        return format == FileFormat.JSON ? Form.TEXT : Form.COLUMNS;
    }

    @Override
    public StructType spelled() {
        return format == FileFormat.CSV
                ? schema.map(this::told).map(CsvTypes::spelled).orElseGet(StructType::new)
                : new StructType();
    }

    private CsvTypes told(String columns) {
        return new CsvTypes(parsed(columns), options);
    }

    @Override
    public boolean isBare(SparkSession spark) {
        return FilesBelow.none(spark.sessionState().newHadoopConf(), path);
    }

    @Override
    public Dataset<Row> present(SparkSession spark) {
        return read(spark, List.of(path), columns(spark, List.of(path)));
    }

    /** The records of some files, read at once, wherever these are, with all columns that any of them has. */
    public Dataset<Row> of(SparkSession spark, List<String> paths) {
        StructType columns = tellsColumns() && schema.isEmpty() ? inFilesTogether(spark, paths) : columns(spark, paths);
        return read(spark, paths, columns);
    }

    private Dataset<Row> read(SparkSession spark, List<String> paths, StructType columns) {
        Dataset<Row> rows = readable(
                paths,
                () -> spark.read()
                        .format(readAs())
                        .options(reading())
                        .schema(columns)
                        .load(paths.toArray(String[]::new)));
        return Feed.numbered(records(rows));
    }

    @Override
    public Dataset<Row> asItsFilesAre(Dataset<Row> records) {
        if (!tellsColumns() || schema.isPresent()) {
            return Feed.numbered(records);
        }
        List<String> paths = BatchFiles.of(describe(), records).paths().stream()
                .map(FileColumns::noPattern)
                .toList();
        if (paths.isEmpty()) {
            return Feed.numbered(records);
        }
        SparkSession spark = records.sparkSession();
        StructType former = records.drop(Records.ORIGIN, Records.BLOCK).schema();
        return read(spark, paths, FileColumns.withFormer(inFilesTogether(spark, paths), former));
    }

    private StructType inFilesTogether(SparkSession spark, List<String> paths) {
        return readable(paths, () -> new FileColumns(spark, readAs(), reading()).of(paths));
    }

    /** Whether each file says which columns it has, and of what type. */
    private boolean tellsColumns() {
        return format == FileFormat.PARQUET || format == FileFormat.ORC || format == FileFormat.AVRO;
    }

    @Override
    public Dataset<Row> stream(SparkSession spark, Limits limits) {
        Dataset<Row> rows = readable(
                List.of(path),
                () -> spark.readStream()
                        .format(readAs())
                        .options(reading())
                        .option("maxFilesPerTrigger", limits.files())
                        .option("maxFileAge", NEVER_FORGET)
                        .schema(columns(spark, List.of(path)))
                        .load(path));
        return records(rows);
    }

    @Override
    public Optional<BatchFiles> files(Dataset<Row> records) {
        return Optional.of(BatchFiles.of(describe(), records));
    }

    @Override
    public List<Path> changedSince(SparkSession spark, Supplier<Map<Path, Long>> read) {
        return new FilesThatWereRead(read.get()).changed(spark.sessionState().newHadoopConf());
    }

    /** The files that some records {@link #of} are read from. */
    public BatchFiles files(Dataset<Row> records, List<String> paths) {
        return BatchFiles.of(described(paths), records);
    }

    private String readAs() {
        return form() == Form.TEXT ? "text" : format.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> reading() {
        return ReaderOptions.reading(format, options);
    }

    private StructType columns(SparkSession spark, List<String> paths) {
        if (form() == Form.TEXT) {
            return new StructType().add("value", DataTypes.StringType);
        }
        if (format == FileFormat.CSV) {
            return schema.map(columns -> told(columns).asRead())
                    .orElseGet(() -> inFiles(spark, paths))
                    .add(Records.MALFORMED, DataTypes.StringType);
        }
        return schema.map(FileFeed::parsed).orElseGet(() -> inFiles(spark, paths));
    }

    /** Texts stay texts: what they are is for the table to say. */
    private StructType inFiles(SparkSession spark, List<String> paths) {
        Dataset<Row> found = readable(
                paths, () -> spark.read().format(readAs()).options(reading()).load(paths.toArray(String[]::new)));
        return own(found);
    }

    private Dataset<Row> records(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        if (form() == Form.TEXT) {
            columns.add(col("value").as(Records.VALUE));
            columns.add(lit(null).cast(DataTypes.StringType).as(Records.KEY));
            columns.add(lit(null).cast(DataTypes.StringType).as(Records.TOPIC));
        } else {
            Arrays.stream(rows.columns()).forEach(name -> columns.add(col("`" + name.replace("`", "``") + "`")));
        }
        columns.add(col("_metadata.file_path").as(Records.ORIGIN));
        columns.add(col("_metadata.file_block_start").as(Records.BLOCK));
        Dataset<Row> records = rows.select(columns.toArray(Column[]::new));
        return format == FileFormat.CSV ? new FullLoads(own(rows), reading()).completed(records) : records;
    }

    private static StructType own(Dataset<Row> rows) {
        return new StructType(Arrays.stream(rows.schema().fields())
                .filter(field -> !field.name().equals(Records.MALFORMED))
                .toArray(StructField[]::new));
    }

    private <T> T readable(List<String> paths, Supplier<T> action) {
        return Analysis.of(
                action::get, why -> "Cannot read " + described(paths) + ": " + why + " Check highwater.source.");
    }

    private static StructType parsed(String schema) {
        return Analysis.of(
                () -> StructType.fromDDL(schema),
                why -> "Cannot understand highwater.source.schema = " + schema
                        + ": expected columns such as id BIGINT, name STRING.");
    }
}
