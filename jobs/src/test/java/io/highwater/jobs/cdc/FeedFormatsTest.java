package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a format, from the command line to the table. */
class FeedFormatsTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    @Test
    void truncationAloneInABatchGoesByTheKeyThatTheFeedToldBefore() throws IOException {
        Lake lake = lake("");
        deliver(
                "1.json",
                canal(1, "'type':'INSERT','isDdl':false,'pkNames':['id'],'data':[{'id':'1'},{'id':'2'}]"));
        succeeds(lake.run("cdc-merge"));
        deliver("2.json", canal(2, "'type':'TRUNCATE','isDdl':true,'sql':'truncate table orders'"));

        succeeds(lake.run("cdc-merge"));

        assertThat(rows(lake)).isEmpty();
    }

    @Test
    void fieldThatADocumentNoLongerHasIsNull() throws IOException {
        Lake lake = lake("key = [_id]");
        deliver("1.json", mongo("c", 1, "{'_id':1,'name':'Ann','city':'Ulm'}"), mongo("c", 2, "{'_id':2,'name':'Bob'}"));
        succeeds(lake.run("cdc-merge"));
        deliver("2.json", mongo("u", 3, "{'_id':1,'city':'Bonn'}"));

        succeeds(lake.run("cdc-merge"));

        assertThat(lake.texts("SELECT concat_ws('|', _id, coalesce(name, 'no name'), city) FROM {orders} ORDER BY 1"))
                .containsExactly("1|no name|Bonn", "2|Bob");
    }

    @Test
    void digitsThatCouldBeBase64AreTakenForNeither() throws IOException {
        Lake lake = lake("key = [id]");
        deliver("1.json", debezium(1, "{'id':1,'total':'3.50'}"));
        succeeds(lake.run("cdc-merge", "--set", "cdc.types.total=decimal(10,2)"));
        deliver("2.json", debezium(2, "{'id':1,'total':'12.25'}"), debezium(3, "{'id':2,'total':'1234'}"));

        CommandLineRun refused = lake.run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .contains("1 records are no events", "values that do not fit in total", "highwater.cdc.values.decimals");
        succeeds(lake.run("cdc-merge", "--set", "cdc.values.decimals=text"));
        assertThat(rows(lake)).containsExactly("1|12.25", "2|1234.00");
    }

    private Lake lake(String target) {
        return new Lake(directory).configured("""
                        source { type = files, format = json, path = "%s" }
                        cdc { delete = hard }
                        target { path = "%s", %s }
                        """.formatted(directory.resolve("feed"), directory.resolve("orders"), target));
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }

    private static String canal(int id, String rest) {
        return quoted("{'database':'shop','table':'orders','es':1700000000000,'ts':1700000000000,'id':" + id + "," + rest
                + "}");
    }

    private static String mongo(String op, int order, String document) {
        return quoted("{'op':'" + op + "','after':'" + document.replace("'", "\\'")
                + "','source':{'connector':'mongodb','db':'shop','collection':'orders','ts_ms':1700000000000,'ord':" + order
                + "}}");
    }

    private static String debezium(int lsn, String row) {
        return quoted("{'op':'u','after':" + row
                + ",'source':{'connector':'postgresql','schema':'public','table':'orders','lsn':" + lsn + "}}");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
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
}
