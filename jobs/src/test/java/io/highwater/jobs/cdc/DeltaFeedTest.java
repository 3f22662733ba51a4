package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes of a Delta table, and what can befall them before they are read. */
class DeltaFeedTest {
    private static final int CONFIGURATION = 3;
    private static final int REFUSED = 4;
    private static final String KEPT = "delta.enableChangeDataFeed = true";

    @TempDir
    private Path directory;

    private Path source;
    private Path checkpoint;
    private Lake lake;

    @BeforeEach
    void aTable() {
        source = directory.resolve("source");
        lake = new Lake(directory).configured(String.format("""
                source { type = delta, path = "%s" }
                target { path = "%s", key = [id] }
                cdc.delete = hard
                """, source, directory.resolve("orders")));
        checkpoint = lake.state().resolve("checkpoints/orders");
    }

    @Test
    void feedThatBeganLaterThanItsTableIsReadOnWhenTheFirstVersionsAreGone() throws IOException {
        sql(
                "CREATE TABLE {source} (id INT, note STRING) USING DELTA",
                "INSERT INTO {source} VALUES (1, 'a'), (2, 'b')");
        refused(run(), CONFIGURATION, "the table keeps no change data feed", "SET TBLPROPERTIES (" + KEPT + ")");
        sql("ALTER TABLE {source} SET TBLPROPERTIES (" + KEPT + ")");
        succeeds(run());
        forget(0, 1);
        sql("DELETE FROM {source} WHERE id = 1", "ALTER TABLE {source} ADD COLUMNS (paid INT)");
        sql("INSERT INTO {source} VALUES (3, 'c', 7)");

        succeeds(run());

        assertThat(rows("id, note, paid")).containsExactly("2|b", "3|c|7");
        sql("RESTORE TABLE {source} TO VERSION AS OF 4");
        succeeds(run());
        assertThat(rows("id, note, paid")).containsExactly("2|b");
    }

    @Test
    void rowsThatTheSourceDeletedMeanwhileAreNotLeftByReadingItAgain() throws IOException {
        begun();
        succeeds(run());
        sql("DELETE FROM {source} WHERE id = 1");
        FileUtils.deleteDirectory(checkpoint.toFile());

        CommandLineRun again = run("cdc.lost-checkpoint=reread");

        refused(again, REFUSED, "does not tell which were deleted before", "move " + lake.table() + " away or drop it");
        Files.move(lake.table(), directory.resolve("former"));
        succeeds(run());
        assertThat(rows("id, note")).containsExactly("2|b");
    }

    @Test
    void changesThatCannotBeReadOnAreNamedWithWhatToDo() throws IOException {
        begun();
        succeeds(run());
        FileUtils.copyDirectory(
                checkpoint.toFile(), directory.resolve("kept/checkpoint").toFile());
        FileUtils.copyDirectory(
                source.toFile(), directory.resolve("kept/source").toFile());
        sql("UPDATE {source} SET note = 'c' WHERE id = 1");
        FileUtils.deleteDirectory(source.resolve("_change_data").toFile());
        cannotGoOn("VACUUM removed files of changes that were to be read next");
        sql("ALTER TABLE {source} SET TBLPROPERTIES (delta.enableChangeDataFeed = false)");
        sql("DELETE FROM {source}", "ALTER TABLE {source} SET TBLPROPERTIES (" + KEPT + ")");
        cannotGoOn("its change data feed was switched off for a time");
        TestSpark.session()
                .sql("SELECT 7 AS id, 7 AS note")
                .write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .save(source.toString());
        cannotGoOn("its columns changed");
        sql("DELETE FROM {source} WHERE id = 1", "DELETE FROM {source}");
        forget(0, 1, 2);
        cannotGoOn("versions that were to be read next are not in its log any more");
        FileUtils.deleteDirectory(source.toFile());
        DeltaLog.clearCache();
        begun();
        CommandLineRun another = cannotGoOn("it is not the table that was read, but one made anew");
        assertThat(another.err()).contains("another highwater.job");
    }

    /** Afterwards all is as it was before. */
    private CommandLineRun cannotGoOn(String why) throws IOException {
        CommandLineRun run = run();
        refused(
                run,
                REFUSED,
                "Cannot go on reading changes of Delta table " + source + ": " + why,
                "move " + lake.table());
        bringBack("checkpoint", checkpoint);
        bringBack("source", source);
        DeltaLog.clearCache();
        return run;
    }

    private void bringBack(String kept, Path place) throws IOException {
        FileUtils.deleteDirectory(place.toFile());
        FileUtils.copyDirectory(directory.resolve("kept").resolve(kept).toFile(), place.toFile());
    }

    private void begun() {
        sql("CREATE TABLE {source} (id INT, note STRING) USING DELTA TBLPROPERTIES (" + KEPT + ")");
        sql("INSERT INTO {source} VALUES (1, 'a'), (2, 'b')");
    }

    private void sql(String... statements) {
        for (String statement : statements) {
            TestSpark.session().sql(statement.replace("{source}", "delta.`" + source + "`"));
        }
    }

    /** Versions go from the log, as when their time is over. */
    private void forget(int... versions) throws IOException {
        DeltaLog.forTable(TestSpark.session(), source.toString()).checkpoint();
        for (int version : versions) {
            String name = String.format("%020d", version);
            Files.delete(source.resolve("_delta_log/" + name + ".json"));
            Files.deleteIfExists(source.resolve("_delta_log/" + name + ".crc"));
        }
        DeltaLog.clearCache();
    }

    private CommandLineRun run(String... settings) {
        return lake.run("cdc-merge", FaultyFeed.arguments(settings));
    }

    private List<String> rows(String columns) {
        return lake.texts("SELECT concat_ws('|', " + columns + ") FROM {orders} ORDER BY id");
    }

    private static void succeeds(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static void refused(CommandLineRun run, int code, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("defect");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }
}
