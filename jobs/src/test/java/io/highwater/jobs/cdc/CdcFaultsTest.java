package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FaultyFeed.event;
import static io.highwater.jobs.cdc.FaultyFeed.overwrite;
import static io.highwater.jobs.cdc.FeedOfLines.maxwell;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever befalls the feed, the checkpoint or the table: a run says so, changes nothing, and goes on once it is mended. */
class CdcFaultsTest {
    private static final int CONFIGURATION = 3;
    private static final int REFUSED = 4;
    private static final int UNAVAILABLE = 7;
    private static final String REREAD = "cdc.lost-checkpoint=reread";

    @TempDir
    private Path directory;

    private FaultyFeed feed;
    private long version;

    @BeforeEach
    void aFeed() throws IOException {
        feed = new FaultyFeed(directory, "");
        version = -1;
    }

    private void twoRowsAreMerged() throws IOException {
        feed.deliver("1.json", event("I", 1, 1, "a"), event("I", 1, 2, "b"));
        succeeds(feed.run());
    }

    @Test
    void filesThatAreCutGoneOrChangingAreWaitedFor() throws Exception {
        String[] lines = {event("U", 2, 1, "c"), event("U", 2, 2, "words that do not repeat")};
        Path file = feed.deliverCompressed("1.json.gz", 60, lines);
        refused(feed.run(), UNAVAILABLE, "1.json.gz cannot be read to its end", "Put the whole file there");
        feed.deliverCompressed("1.json.gz", 0, event("U", 2, 1, "c"), "{\"op\":\"U\",\"seq\":3,\"id\"");
        refused(feed.run(), REFUSED, "1.json.gz:2", "malformed JSON");
        Files.move(file, directory.resolve("away"));
        refused(
                feed.run("spark.spark.sql.files.ignoreMissingFiles=true"),
                UNAVAILABLE,
                "1.json.gz vanished",
                "Bring it back");
        refused(
                feed.run("source.options.ignoreCorruptFiles=true"),
                CONFIGURATION,
                "ignoreCorruptFiles would lose events without a word");
        Path whole = feed.deliverCompressed("1.json.gz", 0, lines);
        TestSpark.session().udf().register("cut_meanwhile", cutting(whole), DataTypes.BooleanType);
        refused(
                feed.run("cdc.columns.delete-when=\"cut_meanwhile(note)\""),
                UNAVAILABLE,
                "1.json.gz changed while it was read",
                "Run again when it is whole");
        feed.deliverCompressed("1.json.gz", 0, lines);

        succeeds(feed.run());

        assertThat(feed.rows()).containsExactly("1|c|2", "2|words that do not repeat|2");
    }

    private static UDF1<String, Boolean> cutting(Path file) {
        String name = file.toString();
        return note -> {
            Files.writeString(Path.of(name), "cut");
            return false;
        };
    }

    @Test
    void optionsByWhichRecordsWouldBeLostAreRefused() throws IOException {
        refused(
                feed.run(
                        "source.options.mode=dropMalformed",
                        "source.options.FILENAMEONLY=true",
                        "source.options.recursiveFileLookup=false",
                        "source.options.columnNameOfCorruptRecord=note",
                        "source.options.lineSep=;"),
                CONFIGURATION,
                "FILENAMEONLY, columnNameOfCorruptRecord, mode, recursiveFileLookup would lose events without a word");
    }

    @Test
    void fileOfColumnsThatIsCutIsWaitedFor() throws Exception {
        Path columns = Files.createDirectory(directory.resolve("columns"));
        overwrite(columns.resolve("1.parquet"), "PAR1 and no end");

        CommandLineRun run = feed.run("source.format=parquet", "source.path=" + columns);

        refused(run, UNAVAILABLE, "columns/1.parquet cannot be read to its end", "Put the whole file there");
    }

    @Test
    void sequenceKeyAndContentMustFitWhatIsThere() throws Exception {
        twoRowsAreMerged();
        feed.deliver("2.json", event("U", 1, 1, "another truth"));
        refused(feed.run(), REFUSED, "contradict", "key [id] = [1]");
        feed.deliver("2.json", event("I", 1, 1, "a"), "{\"op\":\"U\",\"seq\":\"2024-05-01\",\"id\":2,\"note\":\"d\"}");
        refused(feed.run(), REFUSED, "no place in the source's order", "2.json:2");
        refused(
                feed.run("cdc.columns.sequence=[\"seq timestamp\"]", "cdc.max-problems=1"),
                CONFIGURATION,
                "ordered by BIGINT",
                "ordered by TIMESTAMP");
        refused(
                feed.run("target.key=[id,note]", "cdc.max-problems=1"),
                CONFIGURATION,
                "its key was [id] and is [id, note] now");
        feed.deliver("2.json", event("I", 1, 1, "a"), event("U", 2, 2, "d"));

        CommandLineRun mended = feed.run();

        succeeds(mended);
        assertThat(mended.out()).contains("0 inserted, 1 updated, 0 deleted, 1 that changed nothing");
        assertThat(feed.rows()).containsExactly("1|a|1", "2|d|2");
    }

    @Test
    void damagedCheckpointsAndRestoredTablesLoseNoEvents() throws Exception {
        twoRowsAreMerged();
        feed.deliver("2.json", event("U", 2, 1, "c"));
        feed.keep("former");
        succeeds(feed.run());
        feed.keep("whole");
        for (String damaged : new String[] {"offsets", "commits", "sources/0"}) {
            overwrite(feed.last(damaged), "garbage");
            refused(feed.run(), REFUSED, "checkpoint " + feed.checkpoint() + " is damaged", "Bring back a copy");
            feed.bringBack("whole");
        }
        overwrite(feed.checkpoint().resolve("reading.json"), "");
        refused(feed.run(), REFUSED, "reading.json in it is damaged");
        feed.bringBack("whole");
        refused(
                feed.run("source.path=" + directory.resolve("elsewhere")),
                CONFIGURATION,
                "is about JSON files " + feed.feed(),
                "highwater.source is JSON files " + directory.resolve("elsewhere"));
        feed.bringBack("former");
        refused(feed.run(), REFUSED, "from batch 1 of the feed", "knows of none after batch 0");
        FileUtils.deleteDirectory(feed.checkpoint().resolve("stream").toFile());
        feed.deliver("3.json", event("D", 3, 2, "gone"), event("I", 3, 3, "new"));
        refused(feed.run(), REFUSED, "from batch 1 of the feed", "knows of none", REREAD);
        feed.bringBack("whole");
        sql(
                "DELETE FROM {orders} WHERE id = 1",
                "RESTORE TABLE {orders} TO VERSION AS OF 0",
                "DELETE FROM {orders} WHERE id = 1");
        refused(
                feed.run(),
                REFUSED,
                "version 3 of " + feed.lake().table() + " (RESTORE) brought an earlier version back",
                "delete " + feed.checkpoint() + " and run with --set " + REREAD);
        FileUtils.deleteDirectory(feed.checkpoint().toFile());
        refused(feed.run(), REFUSED, "that tells how far it was read is gone", REREAD);

        CommandLineRun again = feed.run(REREAD);

        succeeds(again);
        assertThat(again.out()).contains("version 4 of " + feed.lake().table() + " (DELETE) was not made by this job");
        assertThat(feed.rows()).containsExactly("1|c|2", "3|new|3");
        succeeds(feed.run());
        succeeds(feed.lake().run("undo"));
        refused(feed.run(), REFUSED, "(undo) brought an earlier version back");
        Files.move(feed.lake().table(), directory.resolve("former-table"), StandardCopyOption.ATOMIC_MOVE);
        version = -1;
        refused(feed.run(), REFUSED, "the table is gone or is another one now");
    }

    @Test
    void keyThatSomebodyInsertedOnceMoreIsRefused() throws IOException {
        feed.deliver("1.json", event("I", 1, 1, "a"), event("I", 2, 2, "b"));
        succeeds(feed.run());
        sql("INSERT INTO {orders} SELECT * FROM {orders} WHERE id = 1");
        feed.deliver("2.json", event("U", 3, 1, "c"), event("U", 4, 2, "d"));

        refused(feed.run(), REFUSED, "several rows of one key", "[1] has 2 rows");
        assertThat(feed.rows()).containsExactly("1|a|1", "1|a|1", "2|b|2");
    }

    private void sql(String... statements) throws IOException {
        for (String statement : statements) {
            TestSpark.session()
                    .sql(statement.replace("{orders}", "delta.`" + feed.lake().table() + "`"));
        }
        version = feed.version();
    }

    @Test
    void tablesThatMeetInOneTargetAreRefusedAndNotTakenForMerged() throws Exception {
        feed.deliver(
                "1.json",
                "{\"database\":\"d\",\"table\":\"t1\",\"type\":\"insert\",\"ts\":1,\"xid\":1,\"data\":{\"id\":1}}",
                "{\"database\":\"d\",\"table\":\"t2\",\"type\":\"insert\",\"ts\":1,\"xid\":2,\"data\":{\"id\":2}}");
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = files, path = "%s", format = json }
                        cdc.tables = [ { source = "t*", target { path = "%s", key = [id] } } ]
                        """, feed.feed(), feed.lake().table()));

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.err()).contains("into " + lake.table() + ": it holds d.t");
        assertThat(run.code()).isEqualTo(CONFIGURATION);
    }

    @Test
    void tableThatTheSourceRenamedIsAcceptedWhenThatIsSaid() throws Exception {
        feed.deliver("1.json", maxwell("orders", 1, "'type':'insert','data':{'id':1}"));
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = files, path = "%s", format = json }
                        target { path = "%s", key = [id] }
                        """, feed.feed(), feed.lake().table()));
        succeeds(lake.run("cdc-merge"));
        feed.deliver("2.json", maxwell("sales", 2, "'type':'insert','data':{'id':2}"));

        refused(
                lake.run("cdc-merge"),
                CONFIGURATION,
                "events of shop.sales",
                "it holds shop.orders",
                "--set cdc.renamed-tables.shop.orders=shop.sales");
        feed.deliver("3.json", maxwell("orders", 3, "'type':'insert','data':{'id':3}"));
        succeeds(lake.run("cdc-merge", "--set", "cdc.renamed-tables.shop.orders=shop.sales"));
        succeeds(lake.run("cdc-merge"));
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("1", "2", "3");
    }

    private void succeeds(CommandLineRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        version = feed.version();
    }

    /** With all it has to say, and the table and the feed as they were. */
    private void refused(CommandLineRun run, int code, String... words) throws IOException {
        assertThat(run.err()).contains(words).doesNotContain("defect");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(feed.version()).isEqualTo(version);
    }
}
