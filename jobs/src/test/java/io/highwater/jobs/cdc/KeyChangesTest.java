package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that gets another key moves whole, or stays where it is. */
class KeyChangesTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    @Test
    void updateOfADeltaTableThatChangesAKeyLeavesNoRowBehind() {
        Path source = directory.resolve("source");
        sql("CREATE TABLE delta.`" + source + "` (id INT, note STRING) USING DELTA"
                + " TBLPROPERTIES (delta.enableChangeDataFeed = true)");
        sql("INSERT INTO delta.`" + source + "` VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        Lake lake = lake("type = delta, path = \"" + source + "\"");
        succeeds(lake.run("cdc-merge"));
        sql("UPDATE delta.`" + source + "` SET id = id + 1 WHERE id > 1");
        sql("UPDATE delta.`" + source + "` SET note = 'd' WHERE id = 1");
        sql("DELETE FROM delta.`" + source + "` WHERE id = 4");

        CommandLineRun run = lake.run("cdc-merge");

        succeeds(run);
        assertThat(rows(lake)).containsExactly("1|d", "3|b");
    }

    @Test
    void keyChangeOfWhichAPartCannotBeMergedIsNotMergedAtAll() throws IOException {
        Lake lake = lake("type = files, format = json, path = \"" + directory.resolve("feed") + "\"");
        deliver("1.json", maxwell(1, "'type':'insert','data':{'id':1,'total':5}"));
        succeeds(lake.run("cdc-merge"));
        deliver(
                "2.json",
                maxwell(2, "'type':'update','data':{'id':2,'total':'many'},'old':{'id':1,'total':5}"),
                maxwell(3, "'type':'insert','data':{'id':3,'total':6}"));

        succeeds(lake.run("cdc-merge", "--set", "cdc.max-problems=1"));

        assertThat(rows(lake)).containsExactly("1|5", "3|6");
        assertThat(setAside(lake)).hasSize(1);
    }

    @Test
    void compressedRowOfAKeyThatChangedIsCompletedOrRefused() throws IOException {
        Lake lake = lake("type = files, format = json, path = \"" + directory.resolve("feed") + "\"");
        deliver("1.json", goldenGate("I", 1, "'after':{'id':1,'note':'a'}"), goldenGate("I", 2, "'after':{'id':5,'note':'b'}"));
        succeeds(lake.run("cdc-merge"));
        deliver("2.json", goldenGate("U", 3, "'before':{'id':5,'note':'b'},'after':{'id':6}"));
        succeeds(lake.run("cdc-merge"));
        deliver("3.json", goldenGate("U", 4, "'before':{'id':1},'after':{'id':2}"));

        CommandLineRun refused = lake.run("cdc-merge");
        succeeds(lake.run("cdc-merge", "--set", "cdc.max-problems=1"));

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("the key of this row changed, and the source did not send note");
        assertThat(rows(lake)).containsExactly("1|a", "6|b");
        assertThat(setAside(lake)).hasSize(1);
    }

    private Lake lake(String source) {
        return new Lake(directory).configured("""
                        source { %s }
                        cdc { delete = hard }
                        target { path = "%s", key = [id] }
                        """.formatted(source, directory.resolve("orders")));
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }

    private static String maxwell(int xid, String rest) {
        return ("{'database':'shop','table':'orders','ts':1700000000,'xid':" + xid + "," + rest + "}")
                .replace('\'', '"');
    }

    private static String goldenGate(String op, int position, String rest) {
        return ("{'table':'SHOP.ORDERS','op_type':'" + op + "','op_ts':'2024-01-01 00:00:00','pos':'000000000000000000"
                        + position + "'," + rest + "}")
                .replace('\'', '"');
    }

    private static void sql(String statement) {
        TestSpark.session().sql(statement);
    }

    private static void succeeds(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static List<String> rows(Lake lake) {
        return lake.rows()
                .drop("_sequence", "_fold")
                .selectExpr("concat_ws('|', *) AS line")
                .orderBy("line")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> setAside(Lake lake) {
        return lake.texts("SELECT row FROM delta.`" + lake.state().resolve("quarantine/orders") + "`");
    }
}
