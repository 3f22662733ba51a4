package io.highwater.jobs.why;

import static io.highwater.jobs.why.MergedOrders.shortened;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** All ask of one table. The last of them takes files away from it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardDeletedRowTest {
    @TempDir
    private static Path directory;

    private static Lake lake;

    @BeforeAll
    static void merged() throws IOException {
        MergedOrders orders = new MergedOrders(directory, "delete = hard,");
        assertThat(orders.lake().run("why", "id=1").err()).contains("there is no table yet");
        lake = orders.threeBatches().lake();
    }

    @Test
    void hardDeletedRowTellsOfEveryCommitThatTouchedIt() {
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
    @Order(Integer.MAX_VALUE)
    void whatIsGoneIsSaidToBeUnknown() throws IOException {
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
    void jsonHasALineForEachCommit() {
        CommandLineRun why = lake.run("why", "--json", "id=1");

        assertThat(why.out().lines()).hasSize(4);
        assertThat(why.out().lines().skip(2).findFirst().orElseThrow())
                .startsWith("{\"type\":\"commit\",\"version\":1,\"at\":\"")
                .endsWith("\"batch\":1,\"sequence\":\"5\",\"kind\":\"updated\",\"did\":\"updated\","
                        + "\"columns\":{\"note\":{\"old\":\"a\",\"new\":\"b\"}}}");
    }

    @Test
    void unknownRowIsNoFailureAndAnUnusableKeyIsOne() {
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
}
