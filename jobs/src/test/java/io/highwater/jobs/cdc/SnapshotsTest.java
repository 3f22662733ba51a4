package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.job.Step;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import io.highwater.jobs.cdc.SnapshotFolder.Change;
import io.highwater.jobs.cdc.SnapshotFolder.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full snapshots, compared and applied as changes, from the command line to the table. */
class SnapshotsTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    @TempDir
    private Path directory;

    @Test
    void directoriesAreAppliedOnceEachAndOnlyWhatDiffersIsTouched() throws IOException {
        Lake lake = directories("delete = soft");
        SnapshotFolder folder = new SnapshotFolder(directory.resolve("snapshots"));
        Random random = new Random(7);
        Map<Long, Order> orders = SnapshotFolder.shaken(Map.of(), random);
        for (int i = 0; i < 30; i++) {
            orders.put(100L + i, new Order("old", "1.00"));
        }
        List<Change> changes = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            changes.add(folder.snapshot(FIRST.plusDays(day), orders));
            orders = SnapshotFolder.shaken(orders, random);
        }

        CommandLineRun killed = killedAt(lake, Step.COMMITTED, 2);
        folder.write("day=2025-12-31", Map.of(1L, new Order("too late", "1.00")));
        CommandLineRun rest = lake.run("cdc-merge");
        CommandLineRun again = lake.run("cdc-merge");

        assertThat(killed.code()).isNotZero();
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(rest.out())
                .doesNotContain("snapshot day=2026-01-02, ")
                .contains("snapshot day=2026-01-03, ", told(changes.get(2)))
                .contains("left out", "day=2025-12-31, day=2026-01-01, day=2026-01-02");
        assertThat(again.out()).contains("there is no new snapshot");
        assertThat(lake.history()).hasSize(3);
        assertThat(lake.texts("SELECT concat_ws('|', id, coalesce(note, 'null'), total, _sequence,"
                        + " _deleted_at IS NOT NULL) FROM {orders} ORDER BY id"))
                .isEqualTo(folder.rows());
        assertThat(lake.texts(
                        "SELECT DISTINCT date(_deleted_at) = _sequence FROM {orders} WHERE _deleted_at IS NOT NULL"))
                .containsExactly("true");
    }

    @Test
    void snapshotThatMustBeWrongIsRefusedAndApprovedOnce() throws IOException {
        Lake lake = directories("delete = hard");
        SnapshotFolder folder = new SnapshotFolder(directory.resolve("snapshots"));
        Map<Long, Order> orders = new TreeMap<>();
        for (long id = 1; id <= 10; id++) {
            orders.put(id, new Order("a", "1.00"));
        }
        folder.write("1", orders);
        assertThat(lake.run("cdc-merge").code()).isZero();
        folder.lines("2", List.of("1,a,1.00", "1,b,1.00", ",c,1.00", "2,,1.00"));
        CommandLineRun broken = lake.run("cdc-merge");
        folder.lines("2", List.of("1,a,1.00", "2,a,1.00", "3,b,1.00"));
        CommandLineRun shrunken = lake.run("cdc-merge");
        List<String> before = lake.texts("SELECT count(*) FROM {orders}");

        CommandLineRun approved = lake.run("cdc-merge", "--set", "cdc.snapshots.max-delete=100%");

        assertThat(broken.code()).isEqualTo(4);
        assertThat(broken.err())
                .contains("key-not-null", "1 of 4 rows have no value in key column id")
                .contains("key-unique", "1 keys occur in 2 rows, such as id = 1 (2 rows)");
        assertThat(shrunken.code()).isEqualTo(4);
        assertThat(shrunken.err())
                .contains("max-delete", "7 of 10 rows are gone from the source, 70.0 percent; 50 percent is allowed")
                .contains("--set cdc.snapshots.max-delete=100%");
        assertThat(before).containsExactly("10");
        assertThat(approved.code()).as(approved.err()).isZero();
        assertThat(lake.texts("SELECT concat_ws('|', id, note, _sequence) FROM {orders} ORDER BY id"))
                .containsExactly("1|a|1", "2|a|1", "3|b|2");
    }

    @Test
    void sourceIsOneSnapshotAsOfItsClockAndItsUnchangedRowsAreNotWritten() throws IOException {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS snap CASCADE",
                "CREATE SCHEMA snap",
                "CREATE TABLE snap.orders (id bigint PRIMARY KEY, note text, at timestamptz, total numeric(12,2))",
                "INSERT INTO snap.orders SELECT n, md5(n::text) || md5((n + 1)::text), now(), n FROM"
                        + " generate_series(1, 20000) n");
        Lake lake = new Lake(directory).reading(SHOP, "table = snap.orders", "cdc { from = snapshots, delete = hard }");
        CommandLineRun first = lake.run("cdc-merge");
        List<String> before = SHOP.texts("SELECT clock_timestamp()");
        long bytes = bytes();
        SHOP.execute(
                "UPDATE snap.orders SET note = NULL WHERE id = 5",
                "DELETE FROM snap.orders WHERE id IN (6, 7)",
                "INSERT INTO snap.orders VALUES (20001, 'new', NULL, NULL)");

        CommandLineRun second = lake.run("cdc-merge");
        long written = bytes() - bytes;
        CommandLineRun third = lake.run("cdc-merge");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("19,999 rows: 1 inserted, 1 updated, 2 deleted");
        assertThat(third.out()).contains("has nothing that is new to it");
        assertThat(lake.history()).hasSize(2);
        assertThat(written).isPositive().isLessThan(bytes / 20);
        String columns = "concat_ws('|', id, note, total)";
        assertThat(lake.texts("SELECT " + columns + " FROM {orders} ORDER BY id"))
                .isEqualTo(SHOP.texts("SELECT " + columns + " FROM snap.orders ORDER BY id"));
        assertThat(lake.texts(
                        "SELECT id FROM {orders} WHERE _sequence > TIMESTAMP '" + before.get(0) + "' ORDER BY id"))
                .containsExactly("5", "20001");
        assertThat(lake.run("status").out()).contains("snapshot");
    }

    private Lake directories(String cdc) {
        return new Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = csv, schema = \"%s\" }\n"
                                + "target { path = \"%s\", key = [id] }\n"
                                + "cdc { from = snapshots, snapshots.each = directory, %s }",
                        directory.resolve("snapshots"), SnapshotFolder.SCHEMA, directory.resolve("orders"), cdc));
    }

    private static CommandLineRun killedAt(Lake lake, Step step, int time) {
        int[] left = {time};
        return lake.run(
                reached -> {
                    if (reached == step && --left[0] == 0) {
                        throw new IllegalStateException("killed");
                    }
                },
                "cdc-merge");
    }

    /** Rows that are marked as deleted are updated. */
    private static String told(Change change) {
        return String.format(
                "%,d inserted, %,d updated, 0 deleted, 0 that changed nothing",
                change.inserted(), change.updated() + change.deleted());
    }

    /** Of all files of the table, live or not. */
    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("orders"))) {
            return files.filter(file -> file.toString().matches(".*\\.(parquet|bin)"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
