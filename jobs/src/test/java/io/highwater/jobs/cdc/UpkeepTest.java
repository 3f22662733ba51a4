package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    @TempDir
    private Path directory;

    private Lake lake;

    @Test
    void smallFilesAreBroughtTogetherAndNothingElseChanges() throws IOException {
        lake = merging("upkeep.small-files = 3", "delete = hard, batch.max-files = 1");
        deliver("1.json", event("I", 1, 3, "a"), event("I", 1, 1, "a"), event("I", 1, 2, "a"));
        deliver("2.json", event("I", 2, 40, "b"), event("D", 2, 1, "a"));
        assertThat(merged().out()).doesNotContain("upkeep: ");
        deliver("3.json", event("U", 3, 2, "c"), event("I", 3, 5, "c"), event("D", 3, 9, "c"));
        failureIsAWarningAndTheLoadStands();

        CommandLineRun again = merged();

        assertThat(again.out())
                .contains(
                        "the feed has nothing new", "  upkeep: 3 files of " + lake.table() + " are 1 now, version 3, ")
                .doesNotContain("warning");
        assertThat(rows()).containsExactly("2 c 3", "3 a 1", "5 c 3", "40 b 2");
        assertThat(files()).hasSize(1);
        assertThat(lake.history().get(0).<String>getAs("operation")).isEqualTo("OPTIMIZE");
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY _metadata.row_index"))
                .containsExactly("2", "3", "5", "40");
        whyLooksThrough();
        nextRunKnowsWhereItIs();
        undoTakesBackTheLoads();
    }

    /** A file that has to be read for the upkeep, and not for the load, is out of reach for a while. */
    private void failureIsAWarningAndTheLoadStands() throws IOException {
        Path data = directory
                .resolve("orders")
                .resolve(lake.texts("SELECT _metadata.file_name FROM {orders} WHERE id = 40")
                        .get(0));
        Files.move(data, directory.resolve("aside"));
        CommandLineRun run = merged();
        Files.move(directory.resolve("aside"), data);

        assertThat(run.out())
                .contains("  warning: The upkeep of " + lake.table() + " did not succeed: ")
                .contains(" What was committed before stays, and the next run tries again.");
        assertThat(lake.texts(
                        "SELECT status FROM delta.`" + lake.state() + "/runs` WHERE message LIKE 'The upkeep of%'"))
                .containsExactly("SUCCESS");
        assertThat(rows()).containsExactly("2 c 3", "3 a 1", "5 c 3", "40 b 2");
    }

    private void whyLooksThrough() {
        CommandLineRun why = lake.run("why", "id=2");
        assertThat(why.out().lines().filter(line -> line.startsWith("version")))
                .extracting(line -> line.replaceAll(",.*(_sequence.*)", " $1"))
                .containsExactly("version 2 _sequence 3: updated", "version 0 _sequence 1: inserted");
    }

    /** A batch that comes once more is known by the upkeep's commit, and rows are found where they lie now. */
    private void nextRunKnowsWhereItIs() throws IOException {
        Path commits = directory.resolve("state/checkpoints/orders/stream/commits");
        Files.delete(commits.resolve("2"));
        Files.deleteIfExists(commits.resolve(".2.crc"));
        deliver("4.json", event("U", 2, 2, "late"), event("U", 4, 3, "d"), event("I", 1, 1, "late"));

        assertThat(merged().out())
                .contains("batch 2 was merged already")
                .doesNotContain("was not made by this job")
                .doesNotContain("upkeep: ");
        assertThat(rows()).containsExactly("2 c 3", "3 d 4", "5 c 3", "40 b 2");
    }

    private void undoTakesBackTheLoads() {
        CommandLineRun last = lake.run("undo");
        CommandLineRun before = lake.run("undo");

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(before.code()).as(before.err()).isZero();
        assertThat(rows()).containsExactly("2 a 1", "3 a 1", "40 b 2");
    }

    @Test
    void deletionsAreRememberedUntilTheRetentionEnds() throws IOException {
        lake = merging("upkeep.mode = off", "delete = hard, remember-deletes = 30 days, batch.max-files = 1");
        deliver("1.json", event("I", 1, 1, "a"), event("D", 5, 2, "a"), "{\"op\":\"T\",\"seq\":3}");
        deliver("2.json", event("U", 2, 1, "late"), event("U", 4, 2, "late"));

        CommandLineRun before = lake.run(in(29), "cdc-merge");
        assertThat(before.out()).contains("orders is at version 0").doesNotContain("forgotten");
        assertThat(rows()).isEmpty();

        CommandLineRun after = lake.run(in(31), "cdc-merge");
        deliver("3.json", event("U", 2, 1, "late"), event("U", 4, 2, "late"));
        merged();

        assertThat(after.out())
                .containsPattern("(?s)upkeep: deletions remembered before \\S+ are forgotten: 1\n.*are forgotten: 1\n");
        assertThat(rows()).containsExactly("1 late 2", "2 late 4");
    }

    private static Clock in(int days) {
        return Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
    }

    private CommandLineRun merged() {
        CommandLineRun run = lake.run("cdc-merge");
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private List<String> rows() {
        return lake.texts("SELECT concat_ws(' ', id, note, _sequence) FROM {orders} ORDER BY id");
    }

    private List<String> files() {
        return lake.texts("SELECT DISTINCT _metadata.file_name FROM {orders}");
    }

    private static String event(String op, long sequence, long id, String note) {
        return "{\"op\":\"" + op + "\",\"seq\":" + sequence + ",\"id\":" + id + ",\"note\":\"" + note + "\"}";
    }

    private Lake merging(String target, String cdc) {
        return new Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = json }\n"
                                + "target { path = \"%s\", key = [id], %s }\n"
                                + "cdc { format = columns, columns { op = op, sequence = [seq],"
                                + " keep-sequence = false }\n%s }",
                        directory.resolve("feed"), directory.resolve("orders"), target, cdc));
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }
}
