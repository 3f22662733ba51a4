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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with properties, constraints and schemas that a merge must heed. */
class MergeIntoPeculiarTablesTest {
    @TempDir
    Path directory;

    @Test
    void appendOnlyTableTakesNewRowsAndRefusesToHaveOthersReplaced() {
        MergedTable table = loaded(Map.of("delta.appendOnly", "true"));

        table.merge("SELECT 3L id, 1 at, 'c' v");

        assertRefused(() -> table.merge("SELECT 1L id, 11 at, 'x' v"))
                .hasMessageContaining(
                        "the table is append-only (delta.appendOnly = true) and rows of it would be replaced");
        assertThat(table.rows()).containsExactly("[1,10,a]", "[2,10,b]", "[3,1,c]");
    }

    @Test
    void changeDataFeedTellsAnUpdateAsDeletedAndInserted() {
        MergedTable table = loaded(Map.of("delta.enableChangeDataFeed", "true"));

        table.merge("SELECT * FROM VALUES (1L, 11, 'x'), (3L, 1, 'c') AS t(id, at, v)");

        Dataset<Row> changes = TestSpark.session()
                .read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", 1)
                .load(table.path().toString());
        assertThat(changes.select("id", "v", "_change_type").collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[1,a,delete]", "[1,x,insert]", "[3,c,insert]");
    }

    @Test
    void changeDataFeedWithoutDeletionVectorsIsRefusedBecauseItWouldTellOfCopies() {
        MergedTable table =
                loaded(Map.of("delta.enableChangeDataFeed", "true", "delta.enableDeletionVectors", "false"));

        assertRefused(() -> table.merge("SELECT 1L id, 11 at, 'x' v"))
                .hasMessageContaining("rows which are only copied would be told as deleted and inserted");
    }

    @Test
    void rowTrackingWithoutDeletionVectorsIsRefusedBecauseCopiesWouldBeOtherRows() {
        MergedTable table = loaded(Map.of("delta.enableRowTracking", "true", "delta.enableDeletionVectors", "false"));

        assertRefused(() -> table.merge("SELECT 1L id, 11 at, 'x' v"))
                .hasMessageContaining("rows which are only copied would become other rows");
    }

    @Test
    void rowTrackingKeepsTheIdsOfRowsThatStay() {
        MergedTable table = loaded(Map.of("delta.enableRowTracking", "true"));
        String ids = "SELECT id, _metadata.row_id FROM {table} WHERE id = 2";
        var before = table.texts(ids);

        table.merge("SELECT 1L id, 11 at, 'x' v");

        assertThat(table.texts(ids)).isEqualTo(before);
        assertThat(table.texts("SELECT count(DISTINCT _metadata.row_id) FROM {table}"))
                .containsExactly("[2]");
    }

    @Test
    void rowsThatViolateAConstraintAreRefusedByItsName() {
        MergedTable table = loaded(Map.of());
        table.sql("ALTER TABLE {table} ADD CONSTRAINT short_text CHECK (length(v) < 3)");

        assertRefused(() -> table.merge("SELECT 1L id, 11 at, 'too long' v"))
                .hasMessageContaining("Refused to add rows to")
                .hasMessageContaining("short_text")
                .hasMessageContaining("The table is as it was.");
        assertThat(table.rows()).containsExactly("[1,10,a]", "[2,10,b]");
    }

    @Test
    void nullWhereTheTableWantsNoneIsRefusedByTheColumn() {
        MergedTable table = MergedTable.of(directory);
        table.sql("CREATE TABLE {table} (id BIGINT, at INT, v STRING NOT NULL) USING delta");

        assertRefused(() -> table.merge("SELECT 1L id, 11 at, string(null) v"))
                .hasMessageContaining("NOT NULL constraint violated for column: v");
        assertThat(table.rows()).isEmpty();
    }

    @Test
    void newColumnIsNullInRowsThatStayAndMakesEqualRowsDiffer() {
        MergedTable table = loaded(Map.of());

        Upsert upsert = table.merge("SELECT * FROM VALUES (1L, 10, 'a', 5), (3L, 10, 'c', null) AS t(id, at, v, more)");

        assertThat(upsert).isEqualTo(new Upsert(Upsert.Path.MERGE, 1, 1, 0, 0));
        assertThat(table.rows()).containsExactly("[1,10,a,5]", "[2,10,b,null]", "[3,10,c,null]");
    }

    @Test
    void widerTypeSwitchesTypeWideningOn() {
        MergedTable table = loaded(Map.of());

        table.merge("SELECT 1L id, 3000000000L at, 'x' v");

        assertThat(table.rows()).containsExactly("[1,3000000000,x]", "[2,10,b]");
    }

    @Test
    void identicalRowsAreKeptAsOftenAsTheSourceHasThem() {
        MergedTable table = MergedTable.of(directory);
        append(table, "VALUES (1L, 1, 'x'), (1L, 1, 'x'), (2L, 2, 'y'), (null, 2, null) AS t(id, at, v)", "at > 0");

        long present = append(
                table,
                "VALUES (1L, 1, 'x'), (1L, 1, 'x'), (1L, 1, 'x'), (2L, 2, 'y'), (null, 2, null), (null, 2, null),"
                        + " (3L, 3, 'z') AS t(id, at, v)",
                "at > 0");

        assertThat(present).isEqualTo(4);
        assertThat(table.rows())
                .containsExactly(
                        "[1,1,x]", "[1,1,x]", "[1,1,x]", "[2,2,y]", "[3,3,z]", "[null,2,null]", "[null,2,null]");
    }

    private static long append(MergedTable table, String values, String range) {
        StagedAddition staged = table.stage(TestSpark.session().sql("SELECT * FROM " + values));
        long present = staged.withoutPresent(org.apache.spark.sql.functions.expr(range));
        table.publish(staged);
        return present;
    }

    private MergedTable loaded(Map<String, String> properties) {
        MergedTable table = MergedTable.of(directory, properties);
        table.merge("SELECT /*+ COALESCE(1) */ * FROM VALUES (1L, 10, 'a'), (2L, 10, 'b') AS t(id, at, v)");
        return table;
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            ThrowingCallable merge) {
        return assertThatThrownBy(merge)
                .isInstanceOfSatisfying(
                        UserException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED));
    }
}
