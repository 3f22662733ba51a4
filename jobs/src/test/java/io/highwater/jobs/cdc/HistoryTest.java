package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row for each period, from the command line to the table. */
class HistoryTest {
    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void writeTheConfiguration() {
        lake = new Lake(directory)
                .configured(String.format("""
                source { type = files, path = "%s", format = json }
                target { path = "%s", key = [id] }
                cdc {
                  format = columns, history = scd2, track = [name]
                  columns { op = op, sequence = [seq], keep-sequence = false }
                }
                """, directory.resolve("feed"), directory.resolve("orders")));
    }

    @Test
    void lateEventsSplitPeriodsAndOtherUsesOfTheTableAreRefused() throws IOException {
        deliver(
                "1.json",
                upsert(5, "Alice", 1),
                upsert(10, "Alice", 2),
                upsert(15, "Alice", 3),
                upsert(20, "Charlie", 4));
        CommandLineRun unknown = lake.run("cdc-merge", "--set", "cdc.track=[nobody]");
        CommandLineRun first = lake.run("cdc-merge");
        List<String> before = periods();
        deliver("2.json", upsert(12, "Bob", 9), "{\"op\":\"D\",\"seq\":30,\"id\":1}", upsert(5, "Alice", 1));
        CommandLineRun second = lake.run("cdc-merge");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(before).containsExactly("5|20|Alice|3", "20|now|Charlie|4");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(periods()).containsExactly("5|12|Alice|2", "12|15|Bob|9", "15|20|Alice|3", "20|30|Charlie|4");
        assertThat(second.out()).contains("3 events: 2 periods begun, 2 changed, 0 taken back; 1 events were known");
        assertThat(lake.rows().columns()).containsExactlyInAnyOrder("id", "name", "n", "valid_from", "valid_to");

        deliver("3.json", upsert(40, "Dora", 1));
        CommandLineRun without = lake.run("cdc-merge", "--set", "cdc.history=none", "--set", "cdc.track=[]");
        CommandLineRun others = lake.run("cdc-merge", "--set", "cdc.track=[n, name]");
        CommandLineRun all = lake.run("cdc-merge", "--set", "cdc.track=[]", "--set", "job=other");
        FileUtils.deleteDirectory(lake.state().resolve("history").toFile());
        CommandLineRun lost = lake.run("cdc-merge");

        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains("highwater.cdc.history = none: it was scd2 before");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.err()).contains("column nobody of highwater.cdc.track is not there");
        assertThat(others.code()).as(others.err()).isEqualTo(3);
        assertThat(others.err())
                .contains(
                        "with highwater.cdc.track = [n, name]: it was [name] before",
                        "let a job of another name read all events into another target");
        assertThat(all.code()).as(all.err()).isEqualTo(3);
        assertThat(all.err()).contains("with highwater.cdc.track = []: it was [name] before");
        assertThat(lost.code()).isEqualTo(4);
        assertThat(lost.err()).contains("the events that its periods follow from were remembered in");
        assertThat(periods()).hasSize(4);
    }

    /** Events are remembered before periods are committed; a run that ends between the two is made good by the next. */
    @Test
    void commitThatFailsIsMadeGoodByTheNextRun() throws IOException {
        deliver("1.json", upsert(5, "Alice", 1), upsert(20, "Charlie", 4));
        assertThat(lake.run("cdc-merge").code()).isZero();
        deliver("2.json", upsert(12, "Bob", 9), "{\"op\":\"D\",\"seq\":30,\"id\":1}");

        CommandLineRun failed = lake.run(
                step -> {
                    if (step == Step.STAGED) {
                        lake.texts("DELETE FROM {orders} WHERE valid_from = 20");
                    }
                },
                "cdc-merge");
        List<String> between = periods();
        CommandLineRun next = lake.run("cdc-merge");

        assertThat(failed.code()).as(failed.err()).isEqualTo(5);
        assertThat(between).containsExactly("5|20|Alice|1");
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.out()).contains("2 events were known");
        assertThat(periods()).containsExactly("5|12|Alice|1", "12|20|Bob|9", "20|30|Charlie|4");
    }

    @Test
    void tracksNothingWithoutHistory() {
        CommandLineRun run = lake.run("cdc-merge", "--set", "cdc.history=none");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("highwater.cdc.track", "there are no periods without history = scd2");
    }

    private static String upsert(int sequence, String name, int n) {
        return "{\"op\":\"U\",\"seq\":" + sequence + ",\"id\":1,\"name\":\"" + name + "\",\"n\":" + n + "}";
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }

    private List<String> periods() {
        return lake.texts("SELECT concat_ws('|', valid_from, coalesce(CAST(valid_to AS STRING), 'now'), name, n)"
                + " FROM {orders} ORDER BY valid_from");
    }
}
