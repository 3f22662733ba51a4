package io.highwater.jobs.bench;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.VersionedKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Ways to bring the same changes into a table of ten columns. */
enum MergeContender {
    DEFAULTS("Delta MERGE, table made with defaults") {
        @Override
        void create(SparkSession spark, Path path, long rows) {
            MergeRows.initial(spark, rows).write().format("delta").save(path.toString());
        }

        @Override
        Map<String, Double> merge(SparkSession spark, Path path, long rows, int round) {
            return plainMerge(spark, path, rows, round);
        }
    },
    LAYOUT("Delta MERGE, our table layout") {
        @Override
        void create(SparkSession spark, Path path, long rows) {
            ours(spark, path, rows);
        }

        @Override
        Map<String, Double> merge(SparkSession spark, Path path, long rows, int round) {
            return plainMerge(spark, path, rows, round);
        }
    },
    OURS("ours") {
        @Override
        void create(SparkSession spark, Path path, long rows) {
            ours(spark, path, rows);
        }

        @Override
        Map<String, Double> merge(SparkSession spark, Path path, long rows, int round) {
            return ourMerge(spark, path, rows, round);
        }
    };

    static final int CHANGES = 1_000;
    private static final VersionedKey KEY = new VersionedKey(List.of("order_id"), "changed_at", NullKeys.NEVER_MATCH);

    private final String title;

    MergeContender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void create(SparkSession spark, Path path, long rows);

    /** Seconds by part; the whole has no name. */
    abstract Map<String, Double> merge(SparkSession spark, Path path, long rows, int round);

    private static Map<String, Double> plainMerge(SparkSession spark, Path path, long rows, int round) {
        Stopwatch watch = new Stopwatch();
        MergeRows.changes(spark, rows, round).createOrReplaceTempView("changes");
        spark.sql("MERGE INTO delta.`" + path + "` t USING changes s ON t.order_id = s.order_id"
                + " WHEN MATCHED AND s.changed_at >= t.changed_at THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        return Map.of("", watch.seconds());
    }

    private static void ours(SparkSession spark, Path path, long rows) {
        StagedAddition staged = staged(spark, path, MergeRows.initial(spark, rows));
        staged.publish(stamp(0));
    }

    private static Map<String, Double> ourMerge(SparkSession spark, Path path, long rows, int round) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        Stopwatch whole = new Stopwatch();
        Stopwatch watch = new Stopwatch();
        StagedAddition staged = staged(spark, path, MergeRows.changes(spark, rows, round));
        seconds.put("; stage", watch.seconds());
        watch = new Stopwatch();
        staged.keepLatest(KEY);
        seconds.put("; one version per key", watch.seconds());
        watch = new Stopwatch();
        staged.upsert(KEY);
        seconds.put("; compare with the table", watch.seconds());
        watch = new Stopwatch();
        staged.publish(stamp(round));
        seconds.put("; commit", watch.seconds());
        seconds.put("", whole.seconds());
        return seconds;
    }

    private static StagedAddition staged(SparkSession spark, Path path, Dataset<Row> rows) {
        DeltaTarget target = DeltaTarget.at(spark, new TargetAddress.ByPath(path.toString()));
        SchemaFit fit = target.live()
                .map(live -> SchemaFit.of(rows.schema(), live.schema(), SchemaPolicy.ADD))
                .orElseGet(() -> SchemaFit.fresh(rows.schema()));
        Layout layout = new Layout(List.of(), List.of(), Optional.empty(), Map.of());
        return new Staging(target, layout, List.of("order_id", "changed_at")).addition(rows, fit);
    }

    private static Stamp stamp(int round) {
        return new Stamp("bench", "run-" + round, round + 1L, "incremental", Map.of());
    }
}
