package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteDetectionTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final String ALWAYS = "delete-detection = key-compare, compare-every = 0 seconds";

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void thousandOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS ebb CASCADE",
                "CREATE SCHEMA ebb",
                "CREATE TABLE ebb.orders (id bigint PRIMARY KEY, note text, updated_at timestamptz DEFAULT clock_timestamp())",
                "CREATE INDEX ON ebb.orders (updated_at)",
                "INSERT INTO ebb.orders (id, note) SELECT n, 'order ' || n FROM generate_series(1, 1000) n");
    }

    @Test
    void deletedRowsGoOthersStayAndUndoBringsThemBack() {
        lake = lake(ALWAYS);
        CommandLineRun first = lake.run("incremental");
        int versions = lake.history().size();
        SHOP.execute(
                "DELETE FROM ebb.orders WHERE id IN (7, 70, 700)",
                "UPDATE ebb.orders SET note = 'changed', updated_at = clock_timestamp() WHERE id = 8",
                "INSERT INTO ebb.orders (id, note) VALUES (1001, 'new')");
        CommandLineRun second = lake.run("incremental");
        String stamp = lake.history().get(0).getAs("userMetadata");
        CommandLineRun undone = lake.run("undo");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "stays as it is: the source has every key",
                        "compared 1,000 keys with 1,000 of the source: 0 of 256 buckets differ, 0 keys were read")
                .doesNotContain("rows deleted in the source stay");
        assertThat(versions).isEqualTo(1);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out())
                .contains("1 inserted, 1 updated", "3 rows deleted: the source no longer has them")
                .containsPattern(
                        "compared 1,001 keys with 998 of the source: [23] of 256 buckets differ, \\d\\d? keys");
        assertThat(stamp)
                .contains("\"deleted\":\"3\"", "\"keys-compared\":\"", "\"watermark\":\"", "\"cursor\":\"updated_at\"");
        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id IN (7, 70, 700, 1001)"))
                .containsExactly("4");
    }

    @Test
    void tableIsTheSourceAfterwardsAndTheHistorySaysWhatWasDone() {
        lake = lake(ALWAYS);
        lake.run("incremental");
        SHOP.execute("DELETE FROM ebb.orders WHERE id % 10 = 3");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("100 rows deleted");
        assertThat(lake.texts("SELECT concat_ws('|', id, note) FROM {orders} ORDER BY id"))
                .isEqualTo(SHOP.texts("SELECT concat_ws('|', id, note) FROM ebb.orders ORDER BY id"));
        Row commit = lake.history().get(0);
        assertThat(commit.<String>getAs("operation")).isEqualTo("DELETE");
        assertThat(commit.<String, String>getJavaMap(commit.fieldIndex("operationMetrics")))
                .containsEntry("numDeletedRows", "100");
    }

    @Test
    void tooManyAreRefusedWhileWhatWasLoadedBeforeStays() {
        lake = lake(ALWAYS);
        lake.run("incremental");
        SHOP.execute(
                "DELETE FROM ebb.orders WHERE id <= 300", "INSERT INTO ebb.orders (id, note) VALUES (1001, 'new')");
        CommandLineRun refused = lake.run("incremental");
        String kept = lake.texts("SELECT count(*) FROM {orders}").get(0);
        SHOP.execute("DELETE FROM ebb.orders");
        CommandLineRun empty = lake.run("incremental", "--set", "incremental.max-delete=99.99%");
        CommandLineRun allowed = lake.run("incremental", "--set", "incremental.max-delete=100%");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err())
                .contains(
                        "Refused to delete from " + lake.table() + " what is gone from table ebb.orders",
                        "max-delete   300 of 1,001 rows are gone from the source, 30.0 percent; 20 percent is allowed",
                        "No row was deleted; what was loaded before is committed.");
        assertThat(kept).isEqualTo("1001");
        assertThat(empty.code()).isEqualTo(4);
        assertThat(empty.err()).contains("the source has no keys at all, so that 1,001 of 1,001 rows would go");
        assertThat(allowed.code()).as(allowed.err()).isZero();
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("0");
    }

    @Test
    void softDeletedRowsStayMarkedAndComeBackWithTheSource() {
        lake = lake(ALWAYS + ", delete = soft, schema = fail, max-delete = 1%");
        CommandLineRun first = lake.run("incremental");
        SHOP.execute("DELETE FROM ebb.orders WHERE id <= 10");
        CommandLineRun marked = lake.run("incremental");
        List<String> gone =
                lake.texts("SELECT id FROM {orders} WHERE _deleted_at > now() - interval 1 hour ORDER BY id");
        SHOP.execute(
                "INSERT INTO ebb.orders (id, note) VALUES (7, 'again')",
                "DELETE FROM ebb.orders WHERE id <= 20 AND id <> 7");
        CommandLineRun refused = lake.run("incremental");
        CommandLineRun allowed = lake.run("incremental", "--set", "incremental.max-delete=2%");
        CommandLineRun idle = lake.run("incremental");
        CommandLineRun proof = lake.run("prove");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(marked.out()).contains("10 rows marked as deleted in _deleted_at: the source no longer has them");
        assertThat(gone).hasSize(10);
        assertThat(lake.history().get(0).<String>getAs("operation")).isEqualTo("MERGE");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("10 of 991 rows are gone from the source");
        assertThat(allowed.out()).contains("10 rows marked");
        assertThat(idle.out()).contains("the source has every key");
        assertThat(proof.code()).as(proof.out()).isZero();
        assertThat(proof.out()).contains("hold the same 981 rows");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("1000");
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 7 AND _deleted_at IS NULL"))
                .containsExactly("again");
    }

    @Test
    void tableThatKnewHardDeletionOnlyIsMarkedAndRepairedToo() {
        lake = lake(ALWAYS + ", overlap = 0 seconds");
        lake.run("incremental");
        SHOP.execute("DELETE FROM ebb.orders WHERE id = 5");
        lake = lake(ALWAYS + ", overlap = 0 seconds, delete = soft");
        CommandLineRun marked = lake.run("incremental");
        SHOP.execute(
                "DELETE FROM ebb.orders WHERE id = 6",
                "INSERT INTO ebb.orders SELECT 5, 'back', updated_at FROM ebb.orders WHERE id = 7");
        CommandLineRun proof = lake.run("prove");
        CommandLineRun repaired = lake.run("prove", "--repair");
        CommandLineRun same = lake.run("prove");
        SHOP.execute("ALTER TABLE ebb.orders ADD COLUMN _deleted_at text");
        CommandLineRun taken = lake.run("incremental");

        assertThat(marked.code()).as(marked.err()).isZero();
        assertThat(marked.out()).contains("1 rows marked as deleted");
        assertThat(proof.out()).contains("1 missing in the target, 1 extra there, 0 different");
        assertThat(repaired.code()).as(repaired.err()).isZero();
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(lake.texts("SELECT concat_ws('|', id, note, _deleted_at IS NULL) FROM {orders} WHERE id IN (5, 6)"
                        + " ORDER BY id"))
                .containsExactly("5|back|true", "6|order 6|false");
        assertThat(taken.code()).isEqualTo(3);
        assertThat(taken.err())
                .contains("Cannot mark deleted rows in column _deleted_at", "highwater.target.deleted-at");
    }

    @Test
    void keysAreComparedOnceInTheTimeGivenEvenIfTheStateIsLost() {
        lake = lake("delete-detection = key-compare, overlap = 0 seconds");
        CommandLineRun first = lake.run("incremental");
        SHOP.execute("DELETE FROM ebb.orders WHERE id = 5", "INSERT INTO ebb.orders (id, note) VALUES (1001, 'new')");
        CommandLineRun second = lake.run("incremental");
        CommandLineRun due = lake.run("incremental", "--set", "incremental.compare-every=1 millisecond");
        FileUtil.fullyDelete(lake.state().toFile());
        SHOP.execute("DELETE FROM ebb.orders WHERE id = 6", "INSERT INTO ebb.orders (id, note) VALUES (1002, 'newer')");
        CommandLineRun fromStamp = lake.run("incremental");

        assertThat(first.out()).contains("compared 1,000 keys");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("1 inserted").doesNotContain("compared");
        assertThat(due.out()).contains("1 rows deleted");
        assertThat(fromStamp.code()).as(fromStamp.err()).isZero();
        assertThat(fromStamp.out()).contains("1 inserted").doesNotContain("compared");
        assertThat(lake.texts("SELECT id FROM {orders} WHERE id IN (5, 6, 1001, 1002) ORDER BY id"))
                .containsExactly("6", "1001", "1002");
    }

    @Test
    void rowsTheWatermarkHasNotReachedAreNeitherDeletedNorDoubled() {
        lake = lake(ALWAYS);
        lake.run("incremental");
        SHOP.execute(
                "UPDATE ebb.orders SET updated_at = now() + interval '1 day' WHERE id = 1",
                "INSERT INTO ebb.orders VALUES (1001, 'tomorrow', now() + interval '1 day')",
                "DELETE FROM ebb.orders WHERE id = 2");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("1 rows deleted");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("999");
        assertThat(lake.texts("SELECT id FROM {orders} WHERE id IN (1, 2, 1001)"))
                .containsExactly("1");
    }

    @Test
    void keysThatCannotBeDigestedAreReadAndRowsWithoutAKeyStay() {
        SHOP.execute(
                "ALTER TABLE ebb.orders DROP CONSTRAINT orders_pkey",
                "ALTER TABLE ebb.orders ALTER id TYPE numeric(12,3), ALTER id DROP NOT NULL",
                "INSERT INTO ebb.orders (id, note) VALUES (NULL, 'nobody')");
        lake = lake(ALWAYS + ", null-keys = null-safe");
        lake.run("incremental");
        SHOP.execute("DELETE FROM ebb.orders WHERE id = 9 OR id IS NULL");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out())
                .contains("compared keys with the source's: all 999 were read, because", "1 rows deleted");
        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id = 9 OR id IS NULL"))
                .containsExactly("1");
    }

    @Test
    void withoutDetectionTheReportSaysOnceWhatItCannotSee() {
        lake = lake("overlap = 0 seconds");
        CommandLineRun loaded = lake.run("incremental");
        CommandLineRun idle = lake.run("incremental");
        lake = new Lake(directory)
                .reading(
                        SHOP,
                        "table = ebb.orders",
                        "target.key = []\nincremental { column = updated_at, delete-detection = key-compare }");
        CommandLineRun keyless = lake.run("incremental");

        assertThat(loaded.out())
                .containsOnlyOnce("rows deleted in the source stay: a cursor cannot show them"
                        + " (incremental.delete-detection = key-compare finds them)");
        assertThat(idle.out()).contains("stays as it is").doesNotContain("rows deleted in the source stay");
        assertThat(keyless.code()).isEqualTo(3);
        assertThat(keyless.err())
                .contains("highwater.incremental.delete-detection", "keys cannot be compared without target.key");
    }

    private Lake lake(String incremental) {
        return new Lake(directory)
                .reading(SHOP, "table = ebb.orders", "incremental { column = updated_at, " + incremental + "\n}");
    }
}
