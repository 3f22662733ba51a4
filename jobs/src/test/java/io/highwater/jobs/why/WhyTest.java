package io.highwater.jobs.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
    @TempDir
    private Path directory;

    private Lake lake;

    @Test
    void hardDeletedRowTellsOfEveryCommitThatTouchedIt() throws IOException {
        lake = merging("delete = hard,");
        threeBatches();

        CommandLineRun why = lake.run("why", "id=1");

        assertThat(why.code()).as(why.err()).isZero();
        List<String> lines = shortened(why);
        assertThat(lines)
                .containsExactly(
                        "id=1 in " + lake.table() + ", versions 0 to 3: 4 commits",
                        "version 3, cdc-merge, job orders, batch 3, _sequence 9: inserted",
                        "    id: 1",
                        "    note: back",
                        "    total: 4.0",
                        "version 2, cdc-merge, job orders, batch 2, _sequence 7: deleted",
                        "version 1, cdc-merge, job orders, batch 1, _sequence 5: updated",
                        "    note: a → b",
                        "version 0, cdc-merge, job orders, batch 0, _sequence 1: inserted",
                        "    id: 1",
                        "    note: a",
                        "    total: 1.1");
    }

    @Test
    void softDeletedRowIsMarkedAndUnmarked() throws IOException {
        lake = merging("");
        threeBatches();

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
    void deletionThatTheTableNeverShowedIsRemembered() throws IOException {
        lake = merging("delete = hard,");
        deliver("1.json", "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}", "{\"op\":\"D\",\"seq\":5,\"id\":2}");
        lake.run("cdc-merge");

        CommandLineRun why = lake.run("why", "id=2");

        assertThat(why.out())
                .startsWith("id=2 in " + lake.table() + ", versions 0 to 0: no such row\nremembered: a deletion at ")
                .contains(", _sequence 5, brought by run ");
    }

    @Test
    void optimizeIsNoCommitOfTheRowAndWhatComesAfterItIs() throws IOException {
        lake = merging("delete = hard,");
        deliver("1.json", event("I", 1, 1, "a"), event("I", 2, 2, "x"), event("I", 3, 3, "y"));
        lake.run("cdc-merge");
        deliver("2.json", event("U", 5, 1, "b"));
        lake.run("cdc-merge");
        lake.texts("OPTIMIZE {orders}");
        deliver("3.json", event("D", 7, 1, "b"), event("U", 8, 3, "z"));
        lake.run("cdc-merge");

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
    void whatIsGoneIsSaidToBeUnknown() throws IOException {
        lake = merging("delete = hard,");
        threeBatches();
        for (String file :
                lake.texts("SELECT DISTINCT _metadata.file_path FROM delta.`" + lake.table() + "@v0` WHERE id = 1")) {
            Files.delete(Path.of(URI.create(file).getPath()));
        }
        DeltaLog.forTable(TestSpark.session(), lake.table().toString()).checkpoint();
        Files.delete(lake.table().resolve("_delta_log/00000000000000000000.json"));

        CommandLineRun why = lake.run("why", "id=1");

        assertThat(why.code()).as(why.err()).isZero();
        assertThat(shortened(why))
                .contains(
                        "id=1 in " + lake.table() + ", versions 1 to 3: 3 commits",
                        "version 1, cdc-merge, job orders, batch 1, _sequence 5: written; what was before is not known,"
                                + " files are gone",
                        "What came before version 1 is not known, the log tells of it no more.")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Versions up to ")
                        .endsWith(" had files that are gone, most likely by VACUUM; what these held of the row is not"
                                + " known."));
    }

    @Test
    void jsonHasALineForEachCommit() throws IOException {
        lake = merging("delete = hard,");
        threeBatches();

        CommandLineRun why = lake.run("why", "--json", "id=1");

        assertThat(why.out().lines()).hasSize(4);
        assertThat(why.out().lines().skip(2).findFirst().orElseThrow())
                .startsWith("{\"type\":\"commit\",\"version\":1,\"at\":\"")
                .endsWith("\"batch\":1,\"sequence\":\"5\",\"kind\":\"updated\",\"did\":\"updated\","
                        + "\"columns\":{\"note\":{\"old\":\"a\",\"new\":\"b\"}}}");
    }

    @Test
    void unknownRowIsNoFailureAndAnUnusableKeyIsOne() throws IOException {
        lake = merging("delete = hard,");
        assertThat(lake.run("why", "id=1").err()).contains("there is no table yet");
        threeBatches();

        CommandLineRun unknown = lake.run("why", "id=99");
        CommandLineRun misspelt = lake.run("why", "di=1");
        CommandLineRun unfit = lake.run("why", "id=one");
        CommandLineRun noPair = lake.run("why", "1");

        assertThat(unknown.code()).isZero();
        assertThat(unknown.out()).isEqualTo("id=99 in " + lake.table() + ", versions 0 to 3: no such row\n");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err())
                .contains("The key of the table is [id]: no value is given for id, and di is not part of it.");
        assertThat(unfit.code()).isEqualTo(2);
        assertThat(unfit.err()).contains("Cannot look for id=one: column id is ", "that is no value of it");
        assertThat(noPair.code()).isEqualTo(2);
        assertThat(noPair.err()).contains("expected column=value, such as id=42");
        assertThat(lake.run("why").code()).isEqualTo(2);
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

    /** An update, a late event, a deletion and a new row under the same key. */
    private void threeBatches() throws IOException {
        deliver("1.json", event("I", 1, 1, "a"), event("I", 2, 2, "x"));
        lake.run("cdc-merge");
        deliver("2.json", event("U", 5, 1, "b"), event("U", 3, 1, "late"));
        lake.run("cdc-merge");
        deliver("3.json", event("D", 7, 1, "b"), event("U", 6, 2, "z"));
        lake.run("cdc-merge");
        deliver(
                "4.json",
                "{\"op\":\"I\",\"seq\":9,\"id\":1,\"note\":\"back\",\"total\":4.00}",
                "{\"op\":\"U\",\"seq\":4,\"id\":1,\"note\":\"late\",\"total\":0.00}");
        assertThat(lake.run("cdc-merge").code()).isZero();
    }

    private static String event(String op, long sequence, long id, String note) {
        return "{\"op\":\"" + op + "\",\"seq\":" + sequence + ",\"id\":" + id + ",\"note\":\"" + note
                + "\",\"total\":1.10}";
    }

    private void overwrite(String query) {
        TestSpark.session().sql("CREATE OR REPLACE TABLE delta.`" + lake.table() + "` USING DELTA AS " + query);
    }

    /** Without what is never the same. */
    private static List<String> shortened(CommandLineRun run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll(", \\d{4}-\\d\\d-\\d\\dT[^,]*", "").replaceAll(", run [^,:]*", ""))
                .toList();
    }

    private Lake merging(String cdc) {
        return new Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = json }\n"
                                + "target { path = \"%s\", key = [id] }\n"
                                + "cdc { format = columns, %s columns { op = op, sequence = [seq],"
                                + " keep-sequence = false } }",
                        directory.resolve("feed"), directory.resolve("orders"), cdc));
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }
}
