package io.highwater.common.source;

import io.highwater.common.error.Analysis;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Files of one format below a path. A value that does not fit its column ends the read; it never becomes null.
 *
 * @param path a file, a directory or a pattern, any Hadoop URI; in braces there may be dates as {@link DatePattern} has them
 * @param format the files' format
 * @param schema the columns, as SQL writes them: {@code id BIGINT, name STRING}; empty to take what the files say
 * @param options options of Spark's reader for the format
 */
public record FileSource(String path, FileFormat format, Optional<String> schema, Map<String, String> options)
        implements Source {
    public FileSource {
        options = Map.copyOf(options);
    }

    @Override
    public Reading open(SparkSession spark) {
        Dataset<Row> rows = Analysis.of(
                () -> reader(spark).load(path),
                why -> "Cannot read " + name() + ": " + why + " Check highwater.source.");
        return new FrameReading(plan(rows.inputFiles().length), rows);
    }

    @Override
    public List<DataPlace> places(SparkSession spark) {
        return List.of(DataPlace.Directory.of(path));
    }

    @Override
    public Changes changes(SparkSession spark, Cursor cursor, Clock clock) {
        Optional<DatePattern> dates = DatePattern.of(path);
        if (dates.isPresent()) {
            DatedFiles files = new DatedFiles(spark, () -> reader(spark), name(), dates.get(), cursor);
            return new FrameChanges(files.all(), cursor, clock, FrameChanges.Skipping.NONE, files::around);
        }
        return new FrameChanges(open(spark), cursor, clock, FrameChanges.Skipping.NONE);
    }

    private DataFrameReader reader(SparkSession spark) {
        DataFrameReader reader = spark.read().format(format.name().toLowerCase(Locale.ROOT));
        if (format == FileFormat.CSV || format == FileFormat.JSON) {
            reader = reader.option("mode", "FAILFAST");
        }
        if (format == FileFormat.CSV) {
            reader = reader.option("enforceSchema", "false");
        }
        reader = reader.options(options);
        return schema.isPresent() ? reader.schema(parsed(schema.get())) : reader;
    }

    private ReadPlan plan(int files) {
        String how = "the files listed when the run began";
        return new ReadPlan(
                name(),
                List.of(new ReadPlan.Split(files + " files", OptionalLong.empty())),
                OptionalLong.empty(),
                ReadPlan.Consistency.oneSnapshot(how),
                notes());
    }

    private List<String> notes() {
        boolean inferred = format == FileFormat.JSON && schema.isEmpty();
        return inferred
                ? List.of("without source.schema the files are read once more, to find their columns")
                : List.of();
    }

    private String name() {
        return format.name() + " files " + path;
    }

    private static StructType parsed(String schema) {
        return Analysis.of(
                () -> StructType.fromDDL(schema),
                why -> "Cannot understand highwater.source.schema = " + schema
                        + ": expected columns such as id BIGINT, name STRING.");
    }
}
