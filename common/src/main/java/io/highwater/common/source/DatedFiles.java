package io.highwater.common.source;

import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ClassicSpark;
import io.highwater.common.spark.ScalaValues;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.types.DataTypes;

/** Files whose names or directories say of which date their rows are. The date comes as a column of its own. */
final class DatedFiles {
    private final Supplier<DataFrameReader> reader;
    private final String described;
    private final DatePattern pattern;
    private final Cursor cursor;
    private final TreeMap<Long, List<String>> files = new TreeMap<>();

    private final Dataset<Row> plain;

    /**
     * The files that there are now.
     *
     * @param reader reads files
     * @param described the files in words
     * @param cursor of the column that the dates come as
     * @throws UserException if there is none, or they have such a column already
     */
    DatedFiles(
            SparkSession spark,
            Supplier<DataFrameReader> reader,
            String described,
            DatePattern pattern,
            Cursor cursor) {
        this.reader = reader;
        this.described = described;
        this.pattern = pattern;
        this.cursor = cursor;
        list(spark);
        this.plain = read(reader.get(), within(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** All rows. */
    Reading all() {
        int count = files.values().stream().mapToInt(List::size).sum();
        ReadPlan plan = new ReadPlan(
                described,
                List.of(new ReadPlan.Split(count + " files", OptionalLong.empty())),
                OptionalLong.empty(),
                ReadPlan.Consistency.oneSnapshot("the files listed when the run began"),
                List.of());
        return new FrameReading(plan, withDates(plain));
    }

    /** The rows of the files of a window's dates, with the columns that all files together have. */
    Dataset<Row> around(Window window) {
        List<String> some = within(window.from().orElse(Long.MIN_VALUE), window.to());
        return some.isEmpty()
                ? withDates(plain).limit(0)
                : withDates(read(reader.get().schema(plain.schema()), some));
    }

    private List<String> within(long from, long to) {
        return files.subMap(from, true, to, false).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private void list(SparkSession spark) {
        Path glob = new Path(pattern.glob());
        try {
            FileSystem system = glob.getFileSystem(spark.sessionState().newHadoopConf());
            FileStatus[] found = system.globStatus(glob);
            Arrays.stream(found == null ? new FileStatus[0] : found).forEach(this::add);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE, "Cannot list " + described + ": " + failure.getMessage() + ".", failure);
        }
        if (files.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + described + ": no file has a name like that. Correct highwater.source.path.");
        }
    }

    /** A name is read here, and again by Spark for each row, from another form of it: both have to say the same. */
    private void add(FileStatus file) {
        String plain = file.getPath().toString();
        OptionalLong position = pattern.position(plain);
        if (position.isPresent()) {
            OptionalLong again =
                    pattern.position(SparkPath.fromPath(file.getPath()).urlEncoded());
            if (!again.equals(position)) {
                throw new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot read " + described + ": the name of " + plain
                                + " has signs beside its date that have to be encoded. Write * for them in"
                                + " highwater.source.path.");
            }
            files.computeIfAbsent(position.getAsLong(), unused -> new ArrayList<>())
                    .add(plain);
        }
    }

    private Dataset<Row> read(DataFrameReader from, List<String> some) {
        return Analysis.of(
                () -> from.load(some.toArray(String[]::new)),
                why -> "Cannot read " + described + ": " + why + " Check highwater.source.");
    }

    private Dataset<Row> withDates(Dataset<Row> rows) {
        if (Arrays.stream(rows.columns()).anyMatch(cursor.column()::equalsIgnoreCase)) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + described + ": the files have a column " + cursor.column()
                            + " of their own. Name another for the date of their names in " + cursor.setting() + ".");
        }
        Column file = rows.metadataColumn("_metadata").getField("file_path");
        Column date = concat_ws("-", part(file, "yyyy"), part(file, "MM"), part(file, "dd"));
        Column value = pattern.type() == CursorType.DATE
                ? date.cast(DataTypes.DateType)
                : concat_ws("", date, lit("T"), part(file, "HH"), lit(":00:00")).cast(DataTypes.TimestampNTZType);
        return rows.withColumn(cursor.column(), present(value));
    }

    /** Each name has been read before: that it has no date would be a defect. */
    private static Column present(Column value) {
        return ClassicSpark.column(
                new AssertNotNull(ClassicSpark.expression(value), ScalaValues.seq(List.<String>of())));
    }

    private Column part(Column file, String part) {
        return regexp_extract(file, pattern.names().pattern(), pattern.group(part));
    }
}
