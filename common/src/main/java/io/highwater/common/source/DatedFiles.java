package io.highwater.common.source;

import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Files whose names or directories say of which date their rows are. The date comes as a column of its own. */
final class DatedFiles implements Changes {
    private final SparkSession spark;
    private final DataFrameReader reader;
    private final String described;
    private final DatePattern pattern;
    private final Cursor cursor;
    private final Clock clock;
    private final TreeMap<Long, List<String>> files;
    private final StructType schema;

    /**
     * @param reader reads the files
     * @param described the files in words
     * @param cursor of the column that the dates come as
     */
    DatedFiles(
            SparkSession spark,
            DataFrameReader reader,
            String described,
            DatePattern pattern,
            Cursor cursor,
            Clock clock) {
        this.spark = spark;
        this.reader = reader;
        this.described = described;
        this.pattern = pattern;
        this.cursor = cursor;
        this.clock = clock;
        this.files = listed();
        this.schema = withDates(sample()).schema();
    }

    @Override
    public String describe() {
        return described;
    }

    @Override
    public CursorType type() {
        return pattern.type();
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Horizon horizon(Duration lag) {
        Instant now = clock.instant();
        return new Horizon(
                now,
                type().positionAt(now, cursor.zone()),
                type().positionAt(now.minus(lag), cursor.zone()),
                List.of(),
                List.of("files of a date that come after it was loaded are not seen: only incremental.lag and"
                        + " incremental.overlap guard against that"));
    }

    @Override
    public Strays strays(long now) {
        return new Strays(
                0,
                open(Window.between(now, Math.max(now, type().last())), List.of())
                        .rows()
                        .count());
    }

    @Override
    public long withoutCursor() {
        return 0;
    }

    @Override
    public boolean holdsRows(Window window) {
        Reading reading = open(window, List.of());
        try {
            return !reading.rows().isEmpty();
        } catch (Exception failure) {
            throw reading.explain(failure);
        }
    }

    @Override
    public OptionalLong estimate(Window window) {
        return OptionalLong.empty();
    }

    @Override
    public List<Long> cuts(Window window, long rows) {
        return List.of();
    }

    @Override
    public Reading open(Window window, WithoutCursor withoutCursor) {
        return open(window, List.of());
    }

    @Override
    public Reading open(Window window, List<Long> cuts) {
        List<String> some = new ArrayList<>();
        files.subMap(window.from().orElse(Long.MIN_VALUE), true, window.to(), false)
                .values()
                .forEach(some::addAll);
        Dataset<Row> rows = some.isEmpty() ? spark.createDataFrame(List.of(), schema) : withDates(read(some));
        ReadPlan plan = new ReadPlan(
                described,
                List.of(new ReadPlan.Split(some.size() + " files " + window.describe(type()), OptionalLong.empty())),
                OptionalLong.empty(),
                ReadPlan.Consistency.oneSnapshot("the files listed when the run began"),
                List.of());
        return new FrameReading(plan, rows);
    }

    @Override
    public Keys keys(List<String> key) {
        return new FrameKeys(open(Window.until(type().last()), List.of()), key);
    }

    @Override
    public List<String> advice() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private TreeMap<Long, List<String>> listed() {
        TreeMap<Long, List<String>> byPosition = new TreeMap<>();
        Path glob = new Path(pattern.glob());
        try {
            FileSystem system = glob.getFileSystem(spark.sessionState().newHadoopConf());
            FileStatus[] found = system.globStatus(glob);
            Arrays.stream(found == null ? new FileStatus[0] : found).forEach(file -> add(file, byPosition));
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE, "Cannot list " + described + ": " + failure.getMessage() + ".", failure);
        }
        if (byPosition.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + described + ": no file has a name like that. Correct highwater.source.path.");
        }
        return byPosition;
    }

    /** A name is read here, and again by Spark for each row, from another form of it: both have to say the same. */
    private void add(FileStatus file, TreeMap<Long, List<String>> byPosition) {
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
            byPosition
                    .computeIfAbsent(position.getAsLong(), unused -> new ArrayList<>())
                    .add(plain);
        }
    }

    private Dataset<Row> sample() {
        return read(files.lastEntry().getValue());
    }

    private Dataset<Row> read(Collection<String> some) {
        return Analysis.of(
                () -> reader.load(some.toArray(String[]::new)),
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
        Column value = type() == CursorType.DATE
                ? date.cast(DataTypes.DateType)
                : concat_ws("", date, lit("T"), part(file, "HH"), lit(":00:00")).cast(DataTypes.TimestampNTZType);
        return rows.withColumn(cursor.column(), value);
    }

    private Column part(Column file, String part) {
        return regexp_extract(file, pattern.names().pattern(), pattern.group(part));
    }
}
