package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in files of JSON whose columns the user names, from the command line to the table. */
class CdcMergeTest {
    private static final String CDC =
            "cdc { format = columns, %s columns { op = op, sequence = [seq], keep-sequence = false } }";

    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void writeTheConfiguration() {
        lake = configured("delete = hard,");
    }

    @Test
    void eventsBecomeRowsAndOnlyNewFilesAreReadNextTime() throws IOException {
        deliver(
                "1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\",\"total\":1.10}",
                "{\"op\":\"I\",\"seq\":2,\"id\":2,\"note\":\"b\",\"total\":2}",
                "{\"op\":\"U\",\"seq\":4,\"id\":1,\"note\":\"c\",\"total\":3.05}");
        CommandLineRun first = lake.run("cdc-merge");
        deliver(
                "2.json",
                "{\"op\":\"D\",\"seq\":6,\"id\":2}",
                "{\"op\":\"U\",\"seq\":3,\"id\":1,\"note\":\"late\",\"total\":0}",
                "{\"op\":\"I\",\"seq\":5,\"id\":3,\"note\":\"d\",\"total\":4}");

        CommandLineRun second = lake.run("cdc-merge");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(rows()).containsExactly("1|c|3.05|4", "3|d|4.00|5");
        assertThat(second.out()).contains("3 events: 1 inserted, 0 updated, 1 deleted, 1 that changed nothing");
        assertThat(lake.run("cdc-merge").out()).contains("the feed has nothing new");
    }

    @Test
    void lateInsertDoesNotBringADeletedRowBack() throws IOException {
        deliver("1.json", "{\"op\":\"I\",\"seq\":9,\"id\":1,\"note\":\"a\"}", "{\"op\":\"D\",\"seq\":5,\"id\":2}");
        assertThat(lake.run("cdc-merge").code()).isZero();
        deliver("2.json", "{\"op\":\"I\",\"seq\":4,\"id\":2,\"note\":\"late\"}");

        CommandLineRun late = lake.run("cdc-merge");

        assertThat(late.code()).as(late.err()).isZero();
        assertThat(lake.texts("SELECT id FROM {orders}")).containsExactly("1");
    }

    @Test
    void softDeletedRowsStayMarked() throws IOException {
        lake = configured("");
        deliver("1.json", "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}", "{\"op\":\"D\",\"seq\":2,\"id\":1}");
        deliver("2.json", "{\"op\":\"D\",\"seq\":5,\"id\":2}");

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(lake.texts("SELECT concat_ws('|', id, note, _sequence, _deleted_at IS NOT NULL) FROM {orders}"
                        + " ORDER BY id"))
                .containsExactly("1|a|2|true", "2|5|true");
    }

    @Test
    void whatIsNoEventIsRefusedOrSetAsideWithItsPlace() throws IOException {
        deliver(
                "1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\",\"total\":1}",
                "{\"op\":\"I\",\"seq\":2,\"id\":",
                "{\"op\":\"X\",\"seq\":3,\"id\":3}",
                "{\"op\":\"I\",\"seq\":null,\"id\":4}",
                "{\"op\":\"I\",\"seq\":5,\"note\":\"no key\"}",
                "{\"op\":\"I\",\"seq\":6,\"id\":6,\"total\":\"many\"}",
                "{\"op\":\"I\",\"seq\":7,\"id\":7,\"note\":\"b\",\"total\":2}");

        CommandLineRun refused = lake.run("cdc-merge", "--set", "cdc.types.total=decimal(10,2)");
        CommandLineRun allowed =
                lake.run("cdc-merge", "--set", "cdc.types.total=decimal(10,2)", "--set", "cdc.max-problems=5");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("highwater.cdc.max-problems is 0", "1.json:2");
        assertThat(allowed.code()).as(allowed.err()).isZero();
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("1", "7");
        assertThat(lake.texts("SELECT concat_ws('|', get_json_object(row, '$.position'), reasons[0]) FROM delta.`"
                        + lake.state().resolve("quarantine/orders") + "` ORDER BY 1"))
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).startsWith("2|"))
                .anySatisfy(line -> assertThat(line).startsWith("5|").contains("key column id has no value"))
                .anySatisfy(line -> assertThat(line).startsWith("6|").contains("total"));
    }

    @Test
    void conditionCountsForEventsThatHaveItsColumnsWhateverElseTheyLack() throws IOException {
        lake = configured(
                "delete = hard,", "checks = [ { name = positive, where = \"Total > 0\", on-fail = quarantine } ]");
        deliver(
                "1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\",\"total\":1}",
                "{\"op\":\"U\",\"seq\":2,\"id\":1,\"note\":\"b\"}",
                "{\"op\":\"U\",\"seq\":3,\"id\":1,\"total\":-1}");

        CommandLineRun run = lake.run("cdc-merge", "--set", "cdc.max-problems=1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).containsExactly("1|b|1|2");
    }

    @Test
    void twoTruthsOfOneSequenceAreRefused() throws IOException {
        deliver(
                "1.json",
                "{\"op\":\"I\",\"seq\":1,\"id\":1,\"note\":\"a\"}",
                "{\"op\":\"U\",\"seq\":1,\"id\":1,\"note\":\"b\"}");

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("contradict", "key [id] = [1]");
    }

    private Lake configured(String cdc, String... more) {
        return new Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = json }\ntarget { path = \"%s\", key = [id] }\n%s\n%s",
                        directory.resolve("feed"),
                        directory.resolve("orders"),
                        String.format(CDC, cdc),
                        String.join("\n", more)));
    }

    private void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }

    private List<String> rows() {
        return lake.texts("SELECT concat_ws('|', id, note, total, _sequence) FROM {orders} ORDER BY id");
    }
}
