package io.highwater.jobs.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.AgedTable;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    private static final Duration MONTH = Duration.ofDays(22);

    @TempDir
    private Path directory;

    private Lake lake;

    @Test
    void whatTheLastLoadsReplacedStaysHoweverLongAgoTheyWereAndUndoBringsItBack() throws IOException {
        // What the table says itself is too little, and does not count.
        lake = refreshing(
                "keep-loads = 1", "properties { \"delta.deletedFileRetentionDuration\" = \"interval 1 hour\" }");
        List<String> first = refreshed("first");
        List<String> second = refreshed("second");
        refreshed("third");
        Path left = Files.writeString(lake.table().resolve("part-left-by-a-killed-run.parquet"), "x");
        AgedTable table = new AgedTable(lake.table());
        table.by(Duration.ofDays(6));
        assertThat(tended().out()).contains("stays as it is: nothing is due");
        table.by(MONTH);
        filesOfTheStateThatNothingNeeds(600);
        Path young = Files.writeString(lake.table().resolve("part-of-a-run-at-work.parquet"), "x");

        CommandLineRun dry = lake.run("upkeep", "--dry-run");
        assertThat(dry.out())
                .contains(lake.table() + ": 1 files, ", "would delete 2 files that no version needs which is kept, ")
                .contains(": no VACUUM is known of the last 7 days\n", "dry run");
        assertThat(left).exists();
        CommandLineRun run = tended();

        assertThat(run.out()).contains("upkeep: 2 files of " + lake.table() + " that no version needs are deleted, ");
        assertThat(run.out())
                .contains("upkeep: 600 files of " + lake.state() + "/runs that no version needs are deleted");
        assertThat(lake.texts("SELECT status FROM delta.`" + lake.state() + "/runs` WHERE pattern = 'full-refresh'"))
                .containsExactly("SUCCESS", "SUCCESS", "SUCCESS");
        assertThat(left).doesNotExist();
        assertThat(young).exists();
        assertThat(first)
                .allSatisfy(file -> assertThat(lake.table().resolve(file)).doesNotExist());
        assertThat(second)
                .allSatisfy(file -> assertThat(lake.table().resolve(file)).exists());
        assertThat(lake.history().get(0).<String>getAs("userMetadata")).contains("\"operation\":\"upkeep\"");
        assertThat(tended().out()).contains("stays as it is: nothing is due");
        assertThat(lake.run("undo").code()).isZero();
        assertThat(notes()).containsExactly("second");
        assertThat(lake.run("undo").err()).contains("files of version 0 are gone, most likely by VACUUM");
        refreshed("fourth");
        assertThat(notes()).containsExactly("fourth");
    }

    @Test
    void lessThanIsSafeIsRefusedBeforeAnythingIsTouched() {
        lake = refreshing("retention = 6 days, log-retention = 5 days, keep-loads = 0, vacuum.evry = 1 day");

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "highwater.target.upkeep.retention",
                        "expected at least 7 days (168 hours): readers of earlier versions, runs that are still writing and"
                                + " undo need files for so long",
                        "highwater.target.upkeep.log-retention",
                        "expected at least 168 hours, as long as files are kept",
                        "highwater.target.upkeep.keep-loads",
                        "highwater.target.upkeep.vacuum.evry",
                        "did you mean every?");
        assertThat(lake.run("upkeep").code()).isEqualTo(3);
    }

    @Test
    void whatOthersDidBeforeUpkeepIsStillSeen() throws IOException {
        lake = refreshing("log-retention = 60 days");
        refreshed("first");
        TestSpark.session().sql("DELETE FROM delta.`" + lake.table() + "` WHERE id = 1");
        assertThat(tended().out()).contains("upkeep: ");

        CommandLineRun again = lake.run("full-refresh", "--set", "full-refresh.skip-unchanged=true");

        assertThat(again.out()).contains("2 rows written");
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void aRefreshOfUnchangedRowsIsStillSkippedAfterUpkeep() throws IOException {
        lake = refreshing("log-retention = 60 days");
        refreshed("first");
        CommandLineRun first = lake.run("full-refresh", "--set", "full-refresh.skip-unchanged=true");
        assertThat(first.out()).contains("2 rows written");
        assertThat(tended().out()).contains("upkeep: ");

        CommandLineRun again = lake.run("full-refresh", "--set", "full-refresh.skip-unchanged=true");

        assertThat(again.out()).contains("stays as it is: the source holds what the table holds");
    }

    private void filesOfTheStateThatNothingNeeds(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path file = Files.writeString(lake.state().resolve("runs/replaced-" + i + ".parquet"), "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(MONTH)));
        }
    }

    private CommandLineRun tended() {
        CommandLineRun run = lake.run("upkeep");
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** Loads rows that bear a note. Returns the names of the table's files. */
    private List<String> refreshed(String note) throws IOException {
        Files.createDirectories(directory.resolve("source"));
        Files.writeString(
                directory.resolve("source/rows.json"),
                "{\"id\":1,\"note\":\"" + note + "\"}\n{\"id\":2,\"note\":\"" + note + "\"}\n");
        CommandLineRun run = lake.run("full-refresh");
        assertThat(run.code()).as(run.err()).isZero();
        return lake.texts("SELECT DISTINCT _metadata.file_name FROM {orders}");
    }

    private List<String> notes() {
        return lake.texts("SELECT DISTINCT note FROM {orders}");
    }

    private Lake refreshing(String upkeep, String... target) {
        return new Lake(directory)
                .configured(String.format(
                        """
                source { type = files, path = "%s", format = json, schema = "id BIGINT, note STRING" }
                target { path = "%s", key = [id], upkeep { %s }, %s }
                """,
                        directory.resolve("source"), directory.resolve("orders"), upkeep, String.join(", ", target)));
    }
}
