package io.highwater.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.highwater.common.source.feed.Records;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.jobs.cdc.current.Bookkeeping;
import io.highwater.jobs.cdc.current.CurrentTable;
import io.highwater.jobs.cdc.current.StagedCurrent;
import io.highwater.jobs.cdc.current.Tombstones;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cli.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * 1,000 change events come into tables of one and of many rows: Delta's MERGE of the folded rows beside ours, same session, turn
 * by turn; one event in twenty is a delete. Arguments: rows of the large table (10000000), rounds (3). Prints seconds.
 */
public final class CdcBench {
    private static final long SMALL = 1_000_000;
    private static final int WARM_UP = 3;
    private static final List<String> KEY = List.of("order_id");

    private final SparkSession spark;
    private final Path directory;
    private final Series series = new Series();

    private CdcBench(SparkSession spark, Path directory) {
        this.spark = spark;
        this.directory = directory;
    }

    /** Who merges. */
    private enum Contender {
        DEFAULTS,
        SOFT,
        HARD
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10 * SMALL;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("highwater-bench");
        SparkSession spark = Sessions.open("bench", Map.of());
        new CdcBench(spark, directory.resolve("warm-up")).compare(SMALL / 10, WARM_UP);
        CdcBench bench = new CdcBench(spark, directory);
        bench.compare(SMALL, rounds);
        if (rows != SMALL) {
            bench.compare(rows, rounds);
        }
        System.out.printf("%d events, %d rounds, medians of seconds%n", MergeContender.CHANGES, rounds);
        bench.series.lines(name(Contender.HARD, rows)).forEach(System.out::println);
    }

    private void compare(long rows, int rounds) {
        for (Contender contender : Contender.values()) {
            create(contender, rows);
        }
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : Contender.values()) {
                Stopwatch watch = new Stopwatch();
                merge(contender, rows, round);
                series.add(name(contender, rows), watch.seconds());
            }
            same(rows);
        }
    }

    private void create(Contender contender, long rows) {
        Dataset<Row> initial = MergeRows.initial(spark, rows);
        if (contender == Contender.DEFAULTS) {
            initial.withColumn("_sequence", lit(0L)).write().format("delta").save(path(contender, rows));
        } else {
            load(contender, rows, events(initial, 0), new Content(rows, 0, Set.of()), 0);
        }
    }

    private void merge(Contender contender, long rows, int round) {
        Dataset<Row> changes = MergeRows.changes(spark, rows, round);
        if (contender == Contender.DEFAULTS) {
            changes.withColumn("_sequence", lit((long) round))
                    .withColumn("op", op())
                    .createOrReplaceTempView("changes");
            spark.sql("MERGE INTO delta.`" + path(contender, rows) + "` t USING changes s ON t.order_id = s.order_id"
                    + " WHEN MATCHED AND s.op = 'D' AND s._sequence > t._sequence THEN DELETE"
                    + " WHEN MATCHED AND s.op = 'U' AND s._sequence >= t._sequence THEN UPDATE SET *"
                    + " WHEN NOT MATCHED AND s.op = 'U' THEN INSERT *");
        } else {
            load(contender, rows, events(changes, round), new Content(MergeContender.CHANGES, 0, Set.of()), round);
        }
    }

    private static Column op() {
        return org.apache
                .spark
                .sql
                .functions
                .when(col("order_id").mod(20).equalTo(0), lit(Events.DELETE))
                .otherwise(lit(Events.UPSERT));
    }

    private static Dataset<Row> events(Dataset<Row> rows, int round) {
        Column[] columns =
                java.util.Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new);
        return rows.select(
                (round == 0 ? lit(Events.UPSERT) : op()).as(Events.OP),
                lit((long) round).as(Events.SEQUENCE),
                lit(null).cast("timestamp").as(Events.AT),
                struct(columns).as(Events.ROW),
                org.apache.spark.sql.functions.array().cast("array<string>").as(Events.MISSING),
                lit("feed").as(Records.ORIGIN),
                lit(0L).as(Records.BLOCK),
                col("order_id").as(Records.ORDINAL));
    }

    private void load(Contender contender, long rows, Dataset<Row> events, Content content, int round) {
        String path = path(contender, rows);
        StructType columns = (StructType) events.schema().apply(Events.ROW).dataType();
        CurrentTable table = new CurrentTable(
                DeltaTarget.at(spark, new TargetAddress.ByPath(path)),
                new Layout(List.of(), List.of(), Optional.empty(), Map.of()),
                columns,
                SchemaFit.fresh(columns),
                KEY,
                new Bookkeeping(
                        DataTypes.LongType,
                        contender == Contender.SOFT ? Optional.of(new SoftDelete("_deleted_at")) : Optional.empty()),
                new Tombstones(
                        side -> DeltaTarget.at(spark, new TargetAddress.ByPath(side)), path + "-tombstones", KEY),
                Set.of());
        Stamp stamp = new Stamp("bench", "run-" + round, round + 1L, "cdc-merge", Map.of());
        Stopwatch watch = new Stopwatch();
        StagedCurrent staged = table.stage(events, content, stamp);
        series.add(name(contender, rows) + "; stage", watch.seconds());
        watch = new Stopwatch();
        staged.publish(stamp);
        series.add(name(contender, rows) + "; publish", watch.seconds());
    }

    /** The contenders must agree, or the figures mean nothing. */
    private void same(long rows) {
        String columns = String.join(", ", MergeRows.initial(spark, 1).columns());
        long contents = java.util.Arrays.stream(Contender.values())
                .map(contender -> spark.sql("SELECT count(*), bit_xor(xxhash64(" + columns + ")) FROM delta.`"
                                + path(contender, rows) + "`"
                                + (contender == Contender.SOFT ? " WHERE _deleted_at IS NULL" : ""))
                        .head()
                        .toString())
                .distinct()
                .count();
        if (contents != 1) {
            throw new IllegalStateException("The tables differ below " + directory);
        }
    }

    private String path(Contender contender, long rows) {
        return directory.resolve(contender.name() + rows).toString();
    }

    private static String name(Contender contender, long rows) {
        return String.format("%,d: %s", rows, contender);
    }
}
