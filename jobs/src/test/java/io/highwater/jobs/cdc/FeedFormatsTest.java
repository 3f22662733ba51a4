package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FeedOfLines.canal;
import static io.highwater.jobs.cdc.FeedOfLines.goldenGate;
import static io.highwater.jobs.cdc.FeedOfLines.json;
import static io.highwater.jobs.cdc.FeedOfLines.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a format, from the command line to the table. */
class FeedFormatsTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    private FeedOfLines feed;

    @BeforeEach
    void aFeed() {
        feed = new FeedOfLines(directory);
    }

    @Test
    void truncationAloneInABatchGoesByTheKeyThatTheFeedToldBefore() throws IOException {
        Lake lake = lake("");
        feed.deliver(
                "1.json", canal(1, "'type':'INSERT','isDdl':false,'pkNames':['id'],'data':[{'id':'1'},{'id':'2'}]"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver("2.json", canal(2, "'type':'TRUNCATE','isDdl':true,'sql':'truncate table orders'"));

        succeeds(lake.run("cdc-merge"));

        assertThat(feed.rows("orders")).isEmpty();
    }

    @Test
    void fieldThatADocumentNoLongerHasIsNull() throws IOException {
        Lake lake = lake("key = [_id]");
        feed.deliver(
                "1.json",
                mongo("c", 1, "{'_id':1,'name':'Ann','city':'Ulm'}"),
                mongo("c", 2, "{'_id':2,'name':'Bob'}"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver("2.json", mongo("u", 3, "{'_id':1,'city':'Bonn'}"));

        succeeds(lake.run("cdc-merge"));

        assertThat(lake.texts("SELECT concat_ws('|', _id, coalesce(name, 'no name'), city) FROM {orders} ORDER BY 1"))
                .containsExactly("1|no name|Bonn", "2|Bob");
    }

    @Test
    void digitsThatCouldBeBase64AreTakenForNeither() throws IOException {
        Lake lake = lake("key = [id]");
        feed.deliver("1.json", debezium(1, "{'id':1,'total':'3.50'}"));
        succeeds(lake.run("cdc-merge", "--set", "cdc.types.total=decimal(10,2)"));
        feed.deliver("2.json", debezium(2, "{'id':1,'total':'12.25'}"), debezium(3, "{'id':2,'total':'1234'}"));

        CommandLineRun refused = lake.run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .contains(
                        "1 records are no events", "values that do not fit in total", "highwater.cdc.values.decimals");
        succeeds(lake.run("cdc-merge", "--set", "cdc.values.decimals=text"));
        assertThat(feed.rows("orders")).containsExactly("1|12.25", "2|1234.00");
    }

    /** The table spells its columns in small letters. */
    @Test
    void unavailableValueOfAColumnInOtherLettersStays() throws IOException {
        Lake lake = lake("key = [id]");
        feed.deliver("1.json", goldenGate(1, "'op_type':'I','after':{'id':1,'note':'long'}"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver(
                "2.json",
                goldenGate(2, "'op_type':'U','after':{'ID':1,'NOTE_isMissing':true}"),
                goldenGate(3, "'op_type':'I','after':{'ID':2,'NOTE':'other'}"));

        succeeds(lake.run("cdc-merge"));

        assertThat(feed.rows("orders")).containsExactly("1|long", "2|other");
    }

    @Test
    void eventsThatTellNoTableAreOfTheOneThatThereIs() throws IOException {
        Lake lake = lake("key = [id]");
        feed.deliver(
                "1.json",
                json("'id':1,'n':1,'__op':'c','__lsn':5"),
                json("'id':2,'n':2,'__op':'c','__lsn':6,'__table':'orders'"));

        succeeds(lake.run("cdc-merge"));

        assertThat(feed.rows("orders")).containsExactly("1|1", "2|2");
    }

    private Lake lake(String target) {
        return feed.lake(
                "cdc { delete = hard }\ntarget { path = \"" + directory.resolve("orders") + "\", " + target + " }");
    }

    private static String mongo(String op, int order, String document) {
        return json("'op':'" + op + "','after':'" + document.replace("'", "\\'")
                + "','source':{'connector':'mongodb','db':'shop','collection':'orders','ts_ms':1700000000000,'ord':"
                + order
                + "}");
    }

    private static String debezium(int lsn, String row) {
        return json("'op':'u','after':" + row
                + ",'source':{'connector':'postgresql','schema':'public','table':'orders','lsn':" + lsn + "}");
    }
}
