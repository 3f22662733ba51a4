package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    private static final String THREE = "VALUES (1L, 10, 'a'), (2L, 10, 'b'), (3L, 10, 'c') AS t(id, at, v)";

    @TempDir
    Path directory;

    @Test
    void laterRowsReplaceEarlierAndEqualOnesAreDroppedAndTheHistorySaysSo() {
        MergedTable table = loaded(Map.of());

        Upsert upsert = table.merge("SELECT * FROM VALUES (1L, 11, 'later'), (2L, 9, 'earlier'), (3L, 10, 'c'),"
                + " (4L, 9, 'new') AS t(id, at, v)");

        assertThat(upsert).isEqualTo(new Upsert(Upsert.Path.MERGE, 1, 1, 1, 1));
        assertThat(table.rows()).containsExactly("[1,11,later]", "[2,10,b]", "[3,10,c]", "[4,9,new]");
        Row commit = table.history().head();
        assertThat(commit.<String>getAs("operation")).isEqualTo("MERGE");
        assertThat(commit.<String>getAs("userMetadata")).contains("\"run\":\"run-2\"");
        assertThat(commit.<String, String>getJavaMap(commit.fieldIndex("operationParameters")))
                .containsEntry("predicate", "[\"target.`id` = source.`id`\"]");
        assertThat(commit.<String, String>getJavaMap(commit.fieldIndex("operationMetrics")))
                .containsEntry("numSourceRows", "4")
                .containsEntry("numTargetRowsInserted", "1")
                .containsEntry("numTargetRowsUpdated", "1");
    }

    @Test
    void rowWithTheSameCursorAndOtherValuesReplaces() {
        MergedTable table = loaded(Map.of());

        assertThat(table.merge("SELECT 1L id, 10 at, string(null) v"))
                .isEqualTo(new Upsert(Upsert.Path.MERGE, 0, 1, 0, 0));

        assertThat(table.rows()).containsExactly("[1,10,null]", "[2,10,b]", "[3,10,c]");
    }

    @Test
    void rowsWithoutCursorReplaceAndAreReplacedUnlessTheyAreTheSame() {
        MergedTable table = loaded(Map.of());

        table.merge("SELECT * FROM VALUES (1L, int(null), 'x'), (2L, null, 'y'), (3L, null, 'z') AS t(id, at, v)");
        Upsert upsert =
                table.merge("SELECT * FROM VALUES (1L, 1, 'x'), (2L, null, 'y'), (3L, null, 'other') AS t(id, at, v)");

        assertThat(upsert).isEqualTo(new Upsert(Upsert.Path.MERGE, 0, 2, 0, 1));
        assertThat(table.rows()).containsExactly("[1,1,x]", "[2,null,y]", "[3,null,other]");
    }

    @Test
    void keyThatTheTableHasTwiceIsReplacedOnlyByWhatIsLaterThanBoth() {
        MergedTable table = loaded(Map.of());
        table.sql("INSERT INTO {table} VALUES (1, 20, 'double'), (2, 20, 'double')");

        Upsert upsert = table.merge("SELECT * FROM VALUES (1L, 15, 'between'), (2L, 30, 'later') AS t(id, at, v)");

        assertThat(upsert).isEqualTo(new Upsert(Upsert.Path.MERGE, 0, 1, 1, 0));
        assertThat(table.rows()).containsExactly("[1,10,a]", "[1,20,double]", "[2,30,later]", "[3,10,c]");
    }

    @Test
    void keysThatNoFileCanHoldAreAddedWithoutReadingTheTable() {
        MergedTable table = loaded(Map.of());

        assertThat(table.merge("SELECT * FROM VALUES (4L, 1, 'd'), (9L, 1, 'e') AS t(id, at, v)"))
                .isEqualTo(new Upsert(Upsert.Path.APPEND, 2, 0, 0, 0));

        assertThat(table.rows()).hasSize(5);
    }

    @Test
    void secondMergeExtendsTheDeletionVectorAndTheLastRowTakesTheFileWithIt() {
        MergedTable table = MergedTable.of(directory);
        table.merge(rows(THREE).coalesce(1));
        Path first = dataFiles().iterator().next();

        table.merge("SELECT 1L id, 11 at, 'x' v");
        table.merge("SELECT 3L id, 11 at, 'y' v");
        assertThat(table.rows()).containsExactly("[1,11,x]", "[2,10,b]", "[3,11,y]");
        assertThat(liveFiles(table)).contains(first.getFileName().toString());

        table.merge("SELECT 2L id, 11 at, 'z' v");
        assertThat(table.rows()).containsExactly("[1,11,x]", "[2,11,z]", "[3,11,y]");
        assertThat(liveFiles(table)).doesNotContain(first.getFileName().toString());
    }

    @Test
    void batchWithNothingNewCommitsNothing() {
        MergedTable table = loaded(Map.of());
        StagedAddition staged = table.stage(rows(THREE));

        assertThat(table.upsert(staged)).isEqualTo(new Upsert(Upsert.Path.MERGE, 0, 0, 0, 3));
        assertThat(table.publish(staged)).isEmpty();
        assertThat(dataFiles()).hasSize(1);

        StagedAddition nothing = table.stage(rows(THREE).filter("false"));
        assertThat(table.upsert(nothing)).isEqualTo(new Upsert(Upsert.Path.APPEND, 0, 0, 0, 0));
        assertThat(table.publish(nothing)).isEmpty();
    }

    @Test
    void abandonedStagingLeavesTableAndDirectoryAsTheyWere() {
        MergedTable table = loaded(Map.of("delta.enableDeletionVectors", "false"));
        var before = dataFiles();

        StagedAddition staged = table.stage(rows("VALUES (1L, 11, 'x'), (7L, 11, 'y') AS t(id, at, v)"));
        table.upsert(staged);
        assertThat(dataFiles()).hasSizeGreaterThan(before.size());
        staged.discard();

        assertThat(dataFiles()).isEqualTo(before);
        assertThat(table.rows()).containsExactly("[1,10,a]", "[2,10,b]", "[3,10,c]");
    }

    @Test
    void somebodyElsesChangeToTheSameFileIsKeptAndTheRunFails() {
        MergedTable table = loaded(Map.of());
        StagedAddition staged = table.stage(rows("VALUES (1L, 11, 'x') AS t(id, at, v)"));
        table.upsert(staged);

        table.sql("DELETE FROM {table} WHERE id = 1");

        assertThatThrownBy(() -> table.publish(staged))
                .isInstanceOfSatisfying(
                        UserException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PARTIAL))
                .hasMessageContaining("the table was changed while the run was at work");
        assertThat(table.rows()).containsExactly("[2,10,b]", "[3,10,c]");
    }

    @Test
    void runThatWasOvertakenMayNotCommit() {
        MergedTable table = loaded(Map.of());
        StagedAddition staged = table.stage(rows("VALUES (1L, 11, 'x') AS t(id, at, v)"));
        table.upsert(staged);
        Stamp late = table.stamp();

        table.merge("SELECT 9L id, 1 at, 'later run' v");

        assertThatThrownBy(() -> staged.publish(late))
                .isInstanceOfSatisfying(
                        UserException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.HELD))
                .hasMessageContaining("a later run has committed since");
    }

    @Test
    void latestVersionIsTheSameHoweverTheRowsCome() {
        Dataset<Row> rows = rows("VALUES (1L, 1, 'a'), (1L, 2, 'b'), (1L, 2, 'c'), (1L, 2, 'd'), (2L, null, 'e'),"
                + " (2L, 0, 'f'), (null, 1, 'g'), (null, 2, 'h') AS t(id, at, v)");
        VersionedKey key = new VersionedKey(java.util.List.of("id"), "at", NullKeys.NEVER_MATCH);
        MergedTable table = MergedTable.of(directory);
        StagedAddition one = table.stage(rows.coalesce(1));
        StagedAddition other = table.stage(
                rows.orderBy(org.apache.spark.sql.functions.desc("v")).repartition(3));

        assertThat(one.keepLatest(key)).isEqualTo(4);
        assertThat(other.keepLatest(key)).isEqualTo(4);

        assertThat(one.rows().collectAsList())
                .containsExactlyInAnyOrderElementsOf(other.rows().collectAsList());
        assertThat(one.keepLatest(key)).isZero();
    }

    private MergedTable loaded(Map<String, String> properties) {
        MergedTable table = MergedTable.of(directory, properties);
        assertThat(table.merge(rows(THREE).coalesce(1))).isEqualTo(new Upsert(Upsert.Path.APPEND, 3, 0, 0, 0));
        return table;
    }

    private static Dataset<Row> rows(String values) {
        return TestSpark.session().sql("SELECT * FROM " + values);
    }

    private static java.util.List<String> liveFiles(MergedTable table) {
        return table.texts("SELECT DISTINCT _metadata.file_name FROM {table}").stream()
                .map(name -> name.substring(1, name.length() - 1))
                .toList();
    }

    private java.util.SortedSet<Path> dataFiles() {
        try (var files = java.nio.file.Files.list(directory.resolve("table"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
