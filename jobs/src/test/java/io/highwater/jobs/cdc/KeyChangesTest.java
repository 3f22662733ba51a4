package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FeedOfLines.goldenGate;
import static io.highwater.jobs.cdc.FeedOfLines.maxwell;
import static io.highwater.jobs.cdc.FeedOfLines.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that gets another key moves whole, or stays where it is. */
class KeyChangesTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    private FeedOfLines feed;

    @BeforeEach
    void aFeed() {
        feed = new FeedOfLines(directory);
    }

    @Test
    void updateOfADeltaTableThatChangesAKeyLeavesNoRowBehind() {
        Path source = directory.resolve("source");
        sql("CREATE TABLE delta.`" + source + "` (id INT, note STRING) USING DELTA"
                + " TBLPROPERTIES (delta.enableChangeDataFeed = true)");
        sql("INSERT INTO delta.`" + source + "` VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        Lake lake = new Lake(directory).configured("source { type = delta, path = \"" + source + "\" }\n" + merged());
        succeeds(lake.run("cdc-merge"));
        sql("UPDATE delta.`" + source + "` SET id = id + 1 WHERE id > 1");
        sql("UPDATE delta.`" + source + "` SET note = 'd' WHERE id = 1");
        sql("DELETE FROM delta.`" + source + "` WHERE id = 4");

        CommandLineRun run = lake.run("cdc-merge");

        succeeds(run);
        assertThat(feed.rows("orders")).containsExactly("1|d", "3|b");
    }

    @Test
    void keyChangeOfWhichAPartCannotBeMergedIsNotMergedAtAll() throws IOException {
        Lake lake = feed.lake(merged());
        feed.deliver("1.json", maxwell("orders", 1, "'type':'insert','data':{'id':1,'total':5}"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver(
                "2.json",
                maxwell("orders", 2, "'type':'update','data':{'id':2,'total':'many'},'old':{'id':1,'total':5}"),
                maxwell("orders", 3, "'type':'insert','data':{'id':3,'total':6}"));

        succeeds(lake.run("cdc-merge", "--set", "cdc.max-problems=1"));

        assertThat(feed.rows("orders")).containsExactly("1|5", "3|6");
        assertThat(setAside(lake)).hasSize(1);
    }

    @Test
    void compressedRowOfAKeyThatChangedIsCompletedOrRefused() throws IOException {
        Lake lake = feed.lake(merged());
        feed.deliver(
                "1.json",
                goldenGate(1, "'op_type':'I','after':{'id':1,'note':'a'}"),
                goldenGate(2, "'op_type':'I','after':{'id':5,'note':'b'}"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver("2.json", goldenGate(3, "'op_type':'U','before':{'id':5,'note':'b'},'after':{'id':6}"));
        succeeds(lake.run("cdc-merge"));
        feed.deliver("3.json", goldenGate(4, "'op_type':'U','before':{'id':1},'after':{'id':2}"));

        CommandLineRun refused = lake.run("cdc-merge");
        succeeds(lake.run("cdc-merge", "--set", "cdc.max-problems=1"));

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("the key of this row changed, and the source did not send note");
        assertThat(feed.rows("orders")).containsExactly("1|a", "6|b");
        assertThat(setAside(lake)).hasSize(1);
    }

    private String merged() {
        return "cdc { delete = hard }\ntarget { path = \"" + directory.resolve("orders") + "\", key = [id] }";
    }

    private static void sql(String statement) {
        TestSpark.session().sql(statement);
    }

    private static List<String> setAside(Lake lake) {
        return lake.texts("SELECT row FROM delta.`" + lake.state().resolve("quarantine/orders") + "`");
    }
}
