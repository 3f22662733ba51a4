package io.highwater.jobs.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final String NOTES = "SELECT DISTINCT note FROM {orders} ORDER BY 1";

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void threeRefreshes() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS undo CASCADE",
                "CREATE SCHEMA undo",
                "CREATE TABLE undo.orders (id bigint, note text)",
                "INSERT INTO undo.orders SELECT n, 'first' FROM generate_series(1, 10) n");
        lake = new Lake(directory).reading(SHOP, "table = undo.orders", "");
        lake.run("full-refresh");
        SHOP.execute("UPDATE undo.orders SET note = 'second'");
        lake.run("full-refresh");
        SHOP.execute("ALTER TABLE undo.orders ADD COLUMN city text", "UPDATE undo.orders SET note = 'third'");
        lake.run("full-refresh");
    }

    @Test
    void undoBringsThePreviousVersionBackAsAStampedCommit() {
        CommandLineRun run = lake.run("undo");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("orders: " + lake.table() + " is at version 3\n", "the table has 10 rows");
        assertThat(run.out()).contains("version 1 is back, undone is version 2");
        assertThat(lake.texts(NOTES)).containsExactly("second");
        assertThat(lake.rows().columns()).containsExactly("id", "note");
        assertThat(lake.history().get(0).<String>getAs("operation")).isEqualTo("RESTORE");
        assertThat(lake.history().get(0).<String>getAs("userMetadata"))
                .contains("\"operation\":\"undo\"", "\"restored\":\"1\"");
    }

    @Test
    void undoingAgainGoesOneLoadFurtherBackUntilThereIsNone() {
        lake.run("undo");

        assertThat(lake.run("undo").code()).isZero();
        assertThat(lake.texts(NOTES)).containsExactly("first");

        CommandLineRun third = lake.run("undo");
        assertThat(third.code()).isEqualTo(4);
        assertThat(third.err()).contains("version 0 made the table, there is nothing before it. Nothing was changed.");
        assertThat(lake.texts(NOTES)).containsExactly("first");
    }

    @Test
    void refreshAfterUndoLoadsTheSourceAgain() {
        lake.run("undo");

        assertThat(lake.run("full-refresh").code()).isZero();

        assertThat(lake.texts(NOTES)).containsExactly("third");
        assertThat(lake.run("undo").out()).contains("version 3 is back");
        assertThat(lake.texts(NOTES)).containsExactly("second");
    }

    @Test
    void changesOfOthersAreNotThrownAway() {
        lake.texts("DELETE FROM {orders} WHERE id = 1");

        CommandLineRun run = lake.run("undo");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("version 3 (DELETE) changed the table since, and would be lost");
        assertThat(lake.rows().count()).isEqualTo(9);
    }

    @Test
    void optimizeIsNoChange() {
        lake.texts("OPTIMIZE {orders}");

        assertThat(lake.run("undo").code()).isZero();

        assertThat(lake.texts(NOTES)).containsExactly("second");
    }

    @Test
    void vacuumedVersionCannotComeBack() throws Exception {
        for (String file : lake.texts("SELECT DISTINCT _metadata.file_path FROM delta.`" + lake.table() + "@v1`")) {
            Files.delete(Path.of(java.net.URI.create(file).getPath()));
        }

        CommandLineRun run = lake.run("undo");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("files of version 1 are gone, most likely by VACUUM. Nothing was changed.");
        assertThat(lake.texts(NOTES)).containsExactly("third");
    }

    @Test
    void dryRunOnlySays() {
        CommandLineRun run = lake.run("undo", "--dry-run");

        assertThat(run.out()).startsWith("would bring back version 1 of " + lake.table() + ", undoing version 2");
        assertThat(lake.history()).hasSize(3);
    }
}
