package io.highwater.jobs.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import io.highwater.common.target.Compaction;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.UpkeepSettings;
import io.highwater.jobs.cdc.TaskTime;
import io.highwater.jobs.cdc.current.Bookkeeping;
import io.highwater.jobs.cdc.current.CurrentTable;
import io.highwater.jobs.cdc.current.Tombstones;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cli.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How quick a table is to read after many batches of change events, with upkeep and without, beside a copy that was written at
 * once. Arguments: rows (1000000), batches (100), how keys of events lie: recent (nine in ten among the newest 5 %) or anywhere.
 */
public final class UpkeepBench {
    /** Of larger tables there is none without upkeep, which takes as long again. */
    private static final long SMALL = 1_000_000;

    private static final int EVENTS = MergeContender.CHANGES;
    private static final int SCANS = 9;
    private static final List<String> KEY = List.of("order_id");

    private final SparkSession spark;
    private final Path directory;
    private final long rows;
    private final boolean anywhere;
    private final Series series = new Series();
    private long rewritten;
    private long merged;
    private int upkeeps;
    private double upkeepSeconds;

    private UpkeepBench(SparkSession spark, Path directory, long rows, boolean anywhere) {
        this.spark = spark;
        this.directory = directory;
        this.rows = rows;
        this.anywhere = anywhere;
    }

    /** The tables that are read. */
    private enum Table {
        FRESH,
        UPKEEP,
        NONE
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        int batches = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        boolean anywhere = arguments.length > 2 && arguments[2].equals("anywhere");
        SparkSession spark = Sessions.open("bench", Map.of());
        Path directory = Files.createTempDirectory("highwater-bench");
        UpkeepBench bench = new UpkeepBench(spark, directory, rows, anywhere);
        bench.merge(batches);
        bench.read();
        bench.print(batches);
    }

    /** Those that batches come into. */
    private List<Table> merged() {
        return rows > SMALL ? List.of(Table.UPKEEP) : List.of(Table.UPKEEP, Table.NONE);
    }

    private List<Table> all() {
        return Stream.concat(Stream.of(Table.FRESH), merged().stream()).toList();
    }

    @SuppressWarnings("SystemOut")
    private void merge(int batches) {
        for (Table table : merged()) {
            load(table, MergeRows.initial(spark, rows), rows, 0);
        }
        for (int batch = 1; batch <= batches; batch++) {
            if (batch % 10 == 0) {
                System.err.printf("batch %d of %d%n", batch, batches);
            }
            for (Table table : merged()) {
                Stopwatch watch = new Stopwatch();
                long before = bytes(table);
                load(table, changes(batch), EVENTS, batch);
                series.add(
                        "batch, " + table + (batch <= batches / 2 ? ", first half" : ", second half"), watch.seconds());
                merged += table == Table.UPKEEP ? bytes(table) - before : 0;
            }
            keepUp(batch);
        }
        spark.read()
                .format("delta")
                .load(path(Table.UPKEEP))
                .repartition(cores())
                .write()
                .format("delta")
                .save(path(Table.FRESH));
    }

    private int cores() {
        return spark.sparkContext().defaultParallelism();
    }

    private long bytes(Table table) {
        return target(table).live().orElseThrow().bytes();
    }

    private void keepUp(int batch) {
        UpkeepSettings settings = UpkeepSettings.USUAL;
        Stopwatch watch = new Stopwatch();
        Optional<Compaction.Result> done =
                Compaction.due(target(Table.UPKEEP), settings, "bench", KEY).map(due -> due.run(stamp(2L * batch + 2)));
        upkeepSeconds += watch.seconds();
        upkeeps += done.isPresent() ? 1 : 0;
        rewritten += done.map(Compaction.Result::bytes).orElse(0L);
    }

    private void read() throws InterruptedException {
        TaskTime tasks = TaskTime.of(spark);
        for (int scan = 0; scan < SCANS; scan++) {
            for (Table table : all()) {
                Stopwatch watch = new Stopwatch();
                String content = content(table);
                if (scan > 0) {
                    series.add("scan, " + table, watch.seconds());
                    series.add("scan, " + table + ", time of its tasks", tasks.seconds(() -> content(table)));
                } else if (!content.equals(content(Table.FRESH))) {
                    throw new IllegalStateException("The tables differ below " + directory);
                }
            }
        }
    }

    private String content(Table table) {
        return frame(table).head().toString();
    }

    /** All columns of all rows. */
    private Dataset<Row> frame(Table table) {
        Dataset<Row> all = spark.read().format("delta").load(path(table));
        String columns = Arrays.stream(all.columns())
                .filter(name -> !name.equals(Bookkeeping.FOLD))
                .collect(Collectors.joining(", "));
        return all.selectExpr("count(*)", "bit_xor(xxhash64(" + columns + "))", "count(_fold)");
    }

    @SuppressWarnings("SystemOut")
    private void print(int batches) {
        System.out.printf("%,d rows, %d batches of %d events, medians%n", rows, batches, EVENTS);
        series.lines("scan, " + Table.FRESH).forEach(System.out::println);
        for (Table table : all()) {
            System.out.printf(
                    "%s: %d files, %.1f MB%n",
                    table, target(table).live().orElseThrow().files(), bytes(table) / 1e6);
        }
        System.out.printf(
                "upkeep: %d times, %.2f s per batch, %.1f bytes written per byte of a batch (%.1f MB of batches)%n",
                upkeeps, upkeepSeconds / batches, (double) rewritten / merged, merged / 1e6);
    }

    private Dataset<Row> changes(int batch) {
        Dataset<Row> changes = MergeRows.changes(spark, rows, batch);
        return anywhere
                ? changes.withColumn(
                        "order_id",
                        when(
                                        col("order_id").lt(rows),
                                        org.apache.spark.sql.functions.pmod(
                                                org.apache.spark.sql.functions.xxhash64(col("order_id"), lit(batch)),
                                                lit(rows)))
                                .otherwise(col("order_id")))
                : changes;
    }

    private void load(Table table, Dataset<Row> changes, long count, int batch) {
        Column[] columns =
                Arrays.stream(changes.columns()).map(name -> col(name)).toArray(Column[]::new);
        Column op = batch == 0
                ? lit(Events.UPSERT)
                : when(col("order_id").mod(20).equalTo(0), lit(Events.DELETE)).otherwise(lit(Events.UPSERT));
        Dataset<Row> events = changes.select(
                op.as(Events.OP),
                lit((long) batch).as(Events.SEQUENCE),
                lit(null).cast("timestamp").as(Events.AT),
                struct(columns).as(Events.ROW),
                array().cast("array<string>").as(Events.MISSING),
                lit("feed").as(Records.ORIGIN),
                lit(0L).as(Records.BLOCK),
                col("order_id").as(Records.ORDINAL));
        StructType schema = changes.schema();
        CurrentTable current = new CurrentTable(
                target(table),
                new Layout(List.of(), List.of(), Optional.empty(), Map.of()),
                schema,
                SchemaFit.fresh(schema),
                KEY,
                new Bookkeeping(DataTypes.LongType, Optional.empty()),
                new Tombstones(
                        side -> DeltaTarget.at(spark, new TargetAddress.ByPath(side)),
                        path(table) + "-tombstones",
                        KEY),
                Set.of());
        Stamp stamp = stamp(2L * batch + 1);
        var unused =
                current.stage(events, new Content(count, 0, Set.of()), stamp).publish(stamp);
    }

    private static Stamp stamp(long generation) {
        return new Stamp("bench", "run-" + generation, generation, "cdc-merge", Map.of());
    }

    private DeltaTarget target(Table table) {
        return DeltaTarget.at(spark, new TargetAddress.ByPath(path(table)));
    }

    private String path(Table table) {
        return directory.resolve(table.name()).toString();
    }
}
