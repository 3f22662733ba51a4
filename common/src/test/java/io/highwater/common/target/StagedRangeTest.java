package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagedRangeTest {
    private final SparkSession spark = TestSpark.session();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"true, ''", "false, part"})
    void exactlyTheRowsOfTheRangeAreReplaced(boolean vectors, String partition) {
        Layout layout = new Layout(
                partition.isEmpty() ? List.of() : List.of(partition),
                List.of(),
                Optional.empty(),
                Map.of("delta.enableDeletionVectors", Boolean.toString(vectors)));
        publish(stage("SELECT id, id % 3 AS part, 'old' AS note FROM range(100)", layout), 0, 100, "a", 1);

        StagedRange.Published done =
                publish(stage("SELECT id, id % 3 AS part, 'new' AS note FROM range(20, 28)", layout), 20, 30, "a", 2);

        assertThat(done.version()).isEqualTo(1);
        assertThat(done.replaced()).isEqualTo(10);
        assertThat(done.bytes()).isPositive();
        assertThat(notes()).containsExactly("new 8 20 27", "old 90 0 99");
    }

    @Test
    void nothingIsSeenBeforeAndNothingIsLeftAfterDiscarding() {
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(10)", MergedTable.PLAIN), 0, 10, "a", 1);
        List<String> before = files();
        StagedRange staged = stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", MergedTable.PLAIN);

        assertThat(notes()).containsExactly("old 10 0 9");
        assertThat(staged.rows().count()).isEqualTo(5);
        assertThat(files()).hasSizeGreaterThan(before.size());
        staged.discard();
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() {
        return Stream.of(directory.resolve("table").toFile().list((dir, name) -> name.endsWith(".parquet")))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO T VALUES (3, 0, 'other')",
                "UPDATE T SET note = 'other' WHERE id = 3",
                "DELETE FROM T WHERE id = 3",
                "INSERT OVERWRITE T SELECT id, part, 'other' FROM T"
            })
    void rowsOfTheRangeThatOthersHaveChangedSinceItWasReadAreNotOverwritten(String change) {
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(20)", MergedTable.PLAIN), 0, 20, "a", 1);
        StagedRange staged = stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", MergedTable.PLAIN);
        spark.sql(change.replaceAll("\\bT\\b", Matcher.quoteReplacement(target().sql())));
        spark.sql("OPTIMIZE " + target().sql());
        List<String> before = notes();

        assertThatThrownBy(() -> publish(staged, 0, 10, "a", 2))
                .isInstanceOf(OvertakenRangeException.class)
                .hasMessageContaining("changed rows of the range id >= 0 AND id < 10");

        assertThat(notes()).isEqualTo(before);
        assertThat(staged.rows().isEmpty()).as("staged files are gone").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void rowsElsewhereMayBeChangedUntilTheCommit(boolean vectors) {
        Layout layout = new Layout(
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of("delta.enableDeletionVectors", Boolean.toString(vectors)));
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(20)", layout), 0, 20, "a", 1);
        spark.sql("DELETE FROM " + target().sql() + " WHERE id = 2");
        StagedRange staged = stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", layout);
        spark.sql("DELETE FROM " + target().sql() + " WHERE id = 15");
        spark.sql("UPDATE " + target().sql() + " SET note = 'other' WHERE id = 16");
        spark.sql("INSERT INTO " + target().sql() + " VALUES (20, 0, 'other')");
        spark.sql("OPTIMIZE " + target().sql());

        publish(staged, 0, 10, "a", 2);

        assertThat(notes()).containsExactly("new 5 0 4", "old 8 10 19", "other 2 16 20");
    }

    @Test
    void commitsOfOthersAtTheSameTimeAreNoFailure() throws Exception {
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(10)", MergedTable.PLAIN), 0, 10, "a", 1);
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 12; i++) {
                spark.sql("INSERT INTO " + target().sql() + " VALUES (" + (1000 + i) + ", 0, 'other')");
            }
        });
        for (int run = 2; run < 8; run++) {
            publish(stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", MergedTable.PLAIN), 0, 10, "a", run);
        }
        others.get();

        assertThat(notes()).containsExactly("new 5 0 4", "other 12 1000 1011");
    }

    @Test
    void vacantRangeIsLookedAtAgainOnceOthersHaveWritten() {
        Optional<VacantRange> vacant = VacantRange.of(target(), range(0, 100), "a");
        assertThat(vacant).isPresent();
        StagedRange first = stage("SELECT id, 0 AS part, 'first' AS note FROM range(10)", MergedTable.PLAIN);
        first.publish(range(0, 10), "id < 10", vacant, stamp("a", 1));
        spark.sql("INSERT INTO " + target().sql() + " VALUES (12, 0, 'other')");

        StagedRange second = stage("SELECT id, 0 AS part, 'second' AS note FROM range(10, 20)", MergedTable.PLAIN);
        second.publish(range(10, 20), "id < 20", vacant, stamp("a", 1));

        assertThat(notes()).containsExactly("first 10 0 9", "second 10 10 19");
        assertThat(VacantRange.of(target(), range(0, 100), "a")).isEmpty();
    }

    @Test
    void runThatWasOvertakenCommitsNothing() {
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(10)", MergedTable.PLAIN), 0, 10, "later", 7);
        StagedRange staged = stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", MergedTable.PLAIN);

        assertThatThrownBy(() -> publish(staged, 0, 10, "zombie", 6))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a later run has committed since");
        assertThat(notes()).containsExactly("old 10 0 9");
    }

    @Test
    void columnsThatWereChangedMeanwhileEndIt() {
        publish(stage("SELECT id, 0 AS part, 'old' AS note FROM range(10)", MergedTable.PLAIN), 0, 10, "a", 1);
        StagedRange staged = stage("SELECT id, 0 AS part, 'new' AS note FROM range(5)", MergedTable.PLAIN);
        spark.sql("ALTER TABLE " + target().sql() + " ADD COLUMN more INT");

        assertThatThrownBy(() -> publish(staged, 0, 10, "a", 2))
                .hasMessageContaining("its columns or properties were changed");
    }

    private StagedRange stage(String sql, Layout layout) {
        Dataset<Row> rows = spark.sql(sql);
        SchemaFit fit = target().live()
                .map(live -> SchemaFit.of(rows.schema(), live.schema(), SchemaPolicy.ADD))
                .orElseGet(() -> SchemaFit.fresh(rows.schema()));
        return new Staging(target(), layout, List.of("id")).range(rows, fit);
    }

    private StagedRange.Published publish(StagedRange staged, int from, int to, String run, long generation) {
        return staged.publish(
                range(from, to), "id >= " + from + " AND id < " + to, Optional.empty(), stamp(run, generation));
    }

    private static Stamp stamp(String run, long generation) {
        return new Stamp("job", run, generation, "test", Map.of());
    }

    private static Column range(int from, int to) {
        return col("id").geq(from).and(col("id").lt(to));
    }

    private DeltaTarget target() {
        return DeltaTarget.at(
                spark, new TargetAddress.ByPath(directory.resolve("table").toString()));
    }

    /** By note: how many rows, the least and the greatest of them. */
    private List<String> notes() {
        return spark
                .sql("SELECT concat_ws(' ', note, count(*), min(id), max(id)) FROM " + target().sql()
                        + " GROUP BY note ORDER BY note")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
