package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FeedOfLines.canal;
import static io.highwater.jobs.cdc.FeedOfLines.goldenGate;
import static io.highwater.jobs.cdc.FeedOfLines.json;
import static io.highwater.jobs.cdc.FeedOfLines.maxwell;
import static io.highwater.jobs.cdc.FeedOfLines.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same changes end in the same table, whatever format tells them, and as far as a user wants to have them. */
class SameTableTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    private FeedOfLines feed;

    @BeforeEach
    void aFeed() {
        feed = new FeedOfLines(directory);
    }

    /** Inserts 1, 2 and 3; updates 1, deletes 2, and gives 3 the key 4. */
    private enum Told {
        MAXWELL(
                maxwell("orders", 1, "'type':'insert','data':{'id':1,'note':'a','total':1.50,'secret':9}"),
                maxwell("orders", 2, "'type':'insert','data':{'id':2,'note':'b','total':2,'secret':9}"),
                maxwell("orders", 3, "'type':'bootstrap-insert','data':{'id':3,'note':'c','total':3,'secret':9}"),
                maxwell(
                        "orders",
                        4,
                        "'type':'update','data':{'id':1,'note':'d','total':1.50,'secret':8},'old':{'note':'a'}"),
                maxwell("orders", 5, "'type':'delete','data':{'id':2,'note':'b','total':2,'secret':9}"),
                maxwell("orders", 6, "'type':'update','data':{'id':4,'note':'c','total':3,'secret':9},'old':{'id':3}")),
        CANAL(
                canal(
                        1,
                        "'type':'INSERT','data':[{'id':'1','note':'a','total':'1.50','secret':'9'},"
                                + "{'id':'2','note':'b','total':'2','secret':'9'},{'id':'3','note':'c','total':'3','secret':'9'}]"),
                canal(
                        2,
                        "'type':'UPDATE','data':[{'id':'1','note':'d','total':'1.50','secret':'8'}],'old':[{'note':'a'}]"),
                canal(
                        3,
                        "'isDdl':false,'pkNames':['id'],'type':'DELETE','data':[{'id':'2','note':'b','total':'2','secret':'9'}]"),
                canal(
                        4,
                        "'isDdl':false,'pkNames':['id'],'type':'UPDATE','data':[{'id':'4','note':'c','total':'3','secret':'9'}],'old':[{'id':'3'}]")),
        GOLDENGATE(
                goldenGate(1, "'op_type':'I','after':{'id':1,'note':'a','total':1.50,'secret':9}"),
                goldenGate(2, "'op_type':'I','after':{'id':2,'note':'b','total':2,'secret':9}"),
                goldenGate(3, "'op_type':'I','after':{'id':3,'note':'c','total':3,'secret':9}"),
                goldenGate(4, "'op_type':'U','before':{'id':1,'note':'a'},'after':{'id':1,'note':'d'}"),
                goldenGate(5, "'op_type':'D','before':{'id':2}"),
                goldenGate(6, "'op_type':'U','before':{'id':3,'note':'c','total':3,'secret':9},'after':{'id':4}")),
        FLATTENED(
                flattened(1, "'__op':'c','__deleted':'false','id':1,'note':'a','total':'1.50','secret':9"),
                flattened(2, "'__op':'c','__deleted':'false','id':2,'note':'b','total':'2.00','secret':9"),
                flattened(3, "'__op':'r','__deleted':'false','id':3,'note':'c','total':'3.00','secret':9"),
                flattened(4, "'__op':'u','__deleted':'false','id':1,'note':'d','total':'1.50','secret':8"),
                flattened(5, "'__op':'d','__deleted':'true','id':2,'note':null,'total':null,'secret':null"),
                flattened(6, "'__op':'d','__deleted':'true','id':3,'note':null,'total':null,'secret':null"),
                flattened(6, "'__op':'c','__deleted':'false','id':4,'note':'c','total':'3.00','secret':9"));

        private final String[] lines;

        Told(String... lines) {
            this.lines = lines;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatEndsInTheSameTable(Told told) throws IOException {
        Lake lake = lake("""
                only = [id, note, total], rename { note = remark }, types { id = BIGINT, total = "DECIMAL(10,2)" }
                """);
        feed.deliver("1.json", told.lines);

        succeeds(lake.run("cdc-merge"));

        assertThat(lake.texts("SELECT concat_ws('|', id, remark, total) FROM {orders} ORDER BY id"))
                .containsExactly("1|d|1.50", "4|c|3.00");
        assertThat(List.of(lake.rows().columns()))
                .containsExactlyInAnyOrder("id", "remark", "total", "_sequence", "_fold");
    }

    @Test
    void nullsNewColumnsAndDeletionsAreWhatTheUserSaysTheyAre() throws IOException {
        Lake lake = lake("""
                format = columns, ignore-null-updates = true, schema = ignore
                columns { sequence = [seq], keep-sequence = false, delete-when = "gone = 'yes'" }
                """);
        feed.deliver(
                "1.json", json("'seq':1,'id':1,'note':'a','gone':'no'"), json("'seq':2,'id':2,'note':'b','gone':'no'"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver(
                "2.json",
                json("'seq':3,'id':1,'note':null,'gone':'no','extra':5"),
                json("'seq':4,'id':2,'note':'b','gone':'yes'"));

        CommandLineRun refused = lake.run("cdc-merge", "--set", "cdc.schema=fail");
        succeeds(lake.run("cdc-merge"));

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("extra");
        assertThat(lake.texts("SELECT concat_ws('|', id, note, gone) FROM {orders}"))
                .containsExactly("1|a|no");
        assertThat(List.of(lake.rows().columns())).doesNotContain("extra");
    }

    private Lake lake(String cdc) {
        return feed.lake("cdc { delete = hard, " + cdc.strip() + " }\ntarget { path = \"" + directory.resolve("orders")
                + "\", key = [id] }");
    }

    private static String flattened(int lsn, String rest) {
        return json("'__table':'orders','__lsn':" + lsn + "," + rest);
    }
}
