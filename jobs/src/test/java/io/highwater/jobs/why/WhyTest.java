package io.highwater.jobs.why;

import static io.highwater.jobs.why.MergedOrders.event;
import static io.highwater.jobs.why.MergedOrders.shortened;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
    @TempDir
    private Path directory;

    private MergedOrders orders;
    private Lake lake;

    @Test
    void softDeletedRowIsMarkedAndUnmarked() throws IOException {
        orders("");
        orders.threeBatches();

        CommandLineRun why = lake.run("why", "id=1");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(shortened(why))
                .filteredOn(line -> line.startsWith("version"))
                .containsExactly(
                        "version 3, cdc-merge, job orders, batch 3, _sequence 9: inserted again, no longer deleted",
                        "version 2, cdc-merge, job orders, batch 2, _sequence 7: marked as deleted",
                        "version 1, cdc-merge, job orders, batch 1, _sequence 5: updated",
                        "version 0, cdc-merge, job orders, batch 0, _sequence 1: inserted");
        assertThat(why.out()).contains("    note: b → back\n", "    _deleted_at: NULL → 2");
    }

    @Test
    void everyPeriodThatACommitChangesIsTold() throws IOException {
        orders("history = scd2,");
        orders.threeBatches();

        CommandLineRun why = lake.run("why", "id=1");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(shortened(why))
                .containsExactly(
                        "id=1 in " + lake.table() + ", versions 0 to 3: 4 commits",
                        "version 3, cdc-merge, job orders, batch 3, period from 3: updated",
                        "    valid_to: 5 → 4",
                        "version 3, cdc-merge, job orders, batch 3, period from 4: inserted",
                        "    id: 1",
                        "    note: late",
                        "    total: 0.0",
                        "    valid_from: 4",
                        "    valid_to: 5",
                        "version 3, cdc-merge, job orders, batch 3, period from 9: inserted",
                        "    id: 1",
                        "    note: back",
                        "    total: 4.0",
                        "    valid_from: 9",
                        "version 2, cdc-merge, job orders, batch 2, period from 5: updated",
                        "    valid_to: NULL → 7",
                        "version 1, cdc-merge, job orders, batch 1, period from 1: updated",
                        "    valid_to: NULL → 3",
                        "version 1, cdc-merge, job orders, batch 1, period from 3: inserted",
                        "    id: 1",
                        "    note: late",
                        "    total: 1.1",
                        "    valid_from: 3",
                        "    valid_to: 5",
                        "version 1, cdc-merge, job orders, batch 1, period from 5: inserted",
                        "    id: 1",
                        "    note: b",
                        "    total: 1.1",
                        "    valid_from: 5",
                        "version 0, cdc-merge, job orders, batch 0, period from 1: inserted",
                        "    id: 1",
                        "    note: a",
                        "    total: 1.1",
                        "    valid_from: 1");
    }

    @Test
    void deletionThatTheTableNeverShowedIsRemembered() throws IOException {
        orders("delete = hard,");
        orders.deliver(
                "1.json", "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}", "{\"op\":\"D\",\"seq\":5,\"id\":2}");
        orders.merge();

        CommandLineRun why = lake.run("why", "id=2");

        assertThat(why.out())
                .startsWith("id=2 in " + lake.table() + ", versions 0 to 0: no such row\nremembered: a deletion at ")
                .contains(", _sequence 5, brought by run ");
    }

    @Test
    void optimizeIsNoCommitOfTheRowAndWhatComesAfterItIs() throws IOException {
        orders("delete = hard,");
        orders.deliver("1.json", event("I", 1, 1, "a"), event("I", 2, 2, "x"), event("I", 3, 3, "y"));
        orders.merge();
        orders.deliver("2.json", event("U", 5, 1, "b"));
        orders.merge();
        lake.texts("OPTIMIZE {orders}");
        orders.deliver("3.json", event("D", 7, 1, "b"), event("U", 8, 3, "z"));
        orders.merge();

        CommandLineRun why = lake.run("why", "id=1");
        CommandLineRun other = lake.run("why", "id=2");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(shortened(why))
                .filteredOn(line -> line.startsWith("version"))
                .containsExactly(
                        "version 3, cdc-merge, job orders, batch 2, _sequence 7: deleted",
                        "version 1, cdc-merge, job orders, batch 1, _sequence 5: updated",
                        "version 0, cdc-merge, job orders, batch 0, _sequence 1: inserted");
        assertThat(shortened(other))
                .filteredOn(line -> line.startsWith("version"))
                .containsExactly("version 0, cdc-merge, job orders, batch 0, _sequence 2: inserted");
    }

    @Test
    void otherWritersAreNamedByWhatTheyDid() {
        lake = new Lake(directory).configured("target { path = \"" + directory.resolve("orders") + "\", key = [id] }");
        overwrite("SELECT 1 AS id, 'a' AS note");
        overwrite("SELECT 1 AS id, 'a' AS note UNION ALL SELECT 2, 'b'");
        overwrite("SELECT '1' AS id, 'c' AS note, 5 AS size");
        lake.texts("UPDATE {orders} SET note = 'd' WHERE id = '1'");
        lake.texts("DELETE FROM {orders} WHERE id = '1'");

        CommandLineRun why = lake.run("why", "id=1");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(shortened(why))
                .filteredOn(line -> !line.contains("id: "))
                .containsExactly(
                        "id=1 in " + lake.table() + ", versions 0 to 4: 5 commits",
                        "version 4, DELETE, not by us: deleted",
                        "version 3, UPDATE, not by us: updated",
                        "    note: c → d",
                        "version 2, CREATE OR REPLACE TABLE AS SELECT, not by us: updated",
                        "    note: a → c",
                        "    size: NULL → 5",
                        "version 1, CREATE OR REPLACE TABLE AS SELECT, not by us: written again, nothing changed",
                        "version 0, CREATE OR REPLACE TABLE AS SELECT, not by us: inserted",
                        "    note: a");
    }

    @Test
    void ofSeveralTablesOneIsChosen() {
        lake = new Lake(directory)
                .configured("cdc.tables = [ { source = a, target { path = \""
                        + directory.resolve("orders")
                        + "\", key = [id], deleted-at = gone } }, { source = b, target { path = \""
                        + directory.resolve("b") + "\", key = [id], deleted-at = gone } } ]");
        overwrite("SELECT 1 AS id, 'a' AS note");

        assertThat(lake.run("why", "id=1").err()).contains("--table with one of a, b.");
        assertThat(lake.run("why", "--table", "c", "id=1").code()).isEqualTo(2);
        assertThat(lake.run("why", "--table", "a", "id=1").out()).contains(": 1 commit\n");
    }

    private void overwrite(String query) {
        TestSpark.session().sql("CREATE OR REPLACE TABLE delta.`" + lake.table() + "` USING DELTA AS " + query);
    }

    private void orders(String delete) {
        orders = new MergedOrders(directory, delete);
        lake = orders.lake();
    }
}
