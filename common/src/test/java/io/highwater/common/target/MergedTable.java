package io.highwater.common.target;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A target table below a directory, and the runs of a job that merge into it. */
final class MergedTable {
    static final Layout PLAIN = new Layout(List.of(), List.of(), Optional.empty(), Map.of());

    private final SparkSession spark = TestSpark.session();
    private final Path path;
    private final Layout layout;
    private final VersionedKey key;
    private long generation;

    MergedTable(Path directory, Layout layout, VersionedKey key) {
        this.path = directory.resolve("table");
        this.layout = layout;
        this.key = key;
    }

    /** With key {@code id} and cursor {@code at}. */
    static MergedTable of(Path directory) {
        return of(directory, Map.of());
    }

    static MergedTable of(Path directory, Map<String, String> properties) {
        return new MergedTable(
                directory,
                new Layout(List.of(), List.of(), Optional.empty(), properties),
                new VersionedKey(List.of("id"), "at", NullKeys.NEVER_MATCH));
    }

    DeltaTarget target() {
        return DeltaTarget.at(spark, new TargetAddress.ByPath(path.toString()));
    }

    StagedAddition stage(Dataset<Row> rows) {
        DeltaTarget target = target();
        SchemaFit fit = target.live()
                .map(live -> SchemaFit.of(rows.schema(), live.schema(), SchemaPolicy.ADD))
                .orElseGet(() -> SchemaFit.fresh(rows.schema()));
        List<String> sought = new ArrayList<>(key.columns());
        sought.add(key.cursor());
        return new Staging(target, layout, sought).addition(rows, fit);
    }

    /** One load as a job does it. */
    Upsert merge(Dataset<Row> rows) {
        StagedAddition staged = stage(rows);
        staged.keepLatest(key);
        Upsert upsert = staged.upsert(key);
        staged.publish(stamp());
        return upsert;
    }

    Upsert merge(String sql) {
        return merge(spark.sql(sql));
    }

    Upsert upsert(StagedAddition staged) {
        return staged.upsert(key);
    }

    OptionalLong publish(StagedAddition staged) {
        return staged.publish(stamp());
    }

    /** A stamp of the next run. */
    Stamp stamp() {
        generation++;
        return new Stamp("merge", "run-" + generation, generation, "incremental", Map.of());
    }

    void sql(String statement) {
        spark.sql(statement.replace("{table}", sql()));
    }

    /** The rows of a query as text, sorted. In it {@code {table}} stands for the table. */
    List<String> texts(String query) {
        return spark.sql(query.replace("{table}", sql())).collectAsList().stream()
                .map(Row::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    List<String> rows() {
        return texts("SELECT * FROM {table}");
    }

    /** The versions, newest first, as DESCRIBE HISTORY tells them. */
    Dataset<Row> history() {
        return spark.sql("DESCRIBE HISTORY " + sql());
    }

    Path path() {
        return path;
    }

    private String sql() {
        return "delta.`" + path + "`";
    }
}
