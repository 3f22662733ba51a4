package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a user names are merged once, and the feed knows nothing of it. */
class NamedFilesTest {
    @TempDir
    private Path directory;

    @Test
    void namedFilesAreMergedLikeOthersAndTheFeedGoesOnWhereItWas() throws IOException {
        Lake lake = lake();
        write("feed/1.json", "{\"op\":\"I\",\"seq\":5,\"id\":1,\"note\":\"a\"}", "{\"op\":\"D\",\"seq\":6,\"id\":2}");
        assertThat(lake.run("cdc-merge").code()).isZero();
        write("feed/2.json", "{\"op\":\"U\",\"seq\":8,\"id\":1,\"note\":\"b\"}");
        String late = write(
                "late/x.json",
                "{\"op\":\"U\",\"seq\":4,\"id\":1,\"note\":\"late\"}",
                "{\"op\":\"I\",\"seq\":4,\"id\":2,\"note\":\"late\"}",
                "{\"op\":\"I\",\"seq\":7,\"id\":3,\"note\":\"c\"}",
                "{\"op\":\"?\",\"seq\":7,\"id\":4}");
        String more = write("late/y.json", "{\"op\":\"U\",\"seq\":7,\"id\":1,\"note\":\"between\"}");
        List<String> checkpoint = checkpoint();

        CommandLineRun dry = lake.run("cdc-merge", "--files", late, more, "--dry-run");
        CommandLineRun once = lake.run("cdc-merge", "--files", late, "--files", more);
        List<String> then = rows(lake);
        CommandLineRun none =
                lake.run("cdc-merge", "--files", directory.resolve("none.json").toString());
        CommandLineRun twice = lake.run("cdc-merge", "--files", late, more);
        List<String> untouched = checkpoint();
        Files.move(lake.state().resolve("checkpoints"), directory.resolve("aside"));
        CommandLineRun lost = lake.run("cdc-merge");
        Files.move(directory.resolve("aside"), lake.state().resolve("checkpoints"));
        CommandLineRun feed = lake.run("cdc-merge");

        assertThat(dry.out()).contains("would read JSON files " + late + ", " + more + ", this once; the feed stays");
        assertThat(once.code()).as(once.err()).isZero();
        assertThat(once.out()).contains("5 events: 1 inserted, 1 updated, 0 deleted");
        assertThat(then).containsExactly("1|between|7", "3|c|7");
        assertThat(twice.code()).as(twice.err()).isZero();
        assertThat(twice.out()).contains("nothing in the batch is new to it");
        assertThat(untouched).isEqualTo(checkpoint).isNotEmpty();

        assertThat(feed.out()).contains("1 events: 0 inserted, 1 updated");
        assertThat(lake.history()).hasSize(3);
        assertThat(rows(lake)).containsExactly("1|b|8", "3|c|7");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("Cannot read JSON files", "none.json");
        assertThat(lost.code()).isEqualTo(4);
        assertThat(lost.err()).contains("was merged from a feed, and the checkpoint", "is gone");
        assertThat(lake.texts("SELECT concat_ws('|', reasons[0], get_json_object(row, '$.position')) FROM delta.`"
                        + lake.state().resolve("quarantine/orders") + "`"))
                .containsExactly("unknown operation ?|4");
    }

    @Test
    void namedFileThatChangesWhileItIsReadIsNotMerged() throws IOException {
        String file = write("late/x.json", "{\"op\":\"I\",\"seq\":5,\"id\":1,\"note\":\"a\"}");
        UDF1<String, Boolean> growing = note -> {
            Files.writeString(Path.of(file), "{\"op\":\"I\",\"seq\":6,\"id\":2}\n", StandardOpenOption.APPEND);
            return false;
        };
        TestSpark.session().udf().register("grown_meanwhile", growing, DataTypes.BooleanType);

        CommandLineRun run =
                lake().run("cdc-merge", "--files", file, "--set", "cdc.columns.delete-when=\"grown_meanwhile(note)\"");

        assertThat(run.code()).as(run.err()).isEqualTo(7);
        assertThat(run.err())
                .contains(
                        "Cannot read JSON files " + file,
                        "x.json changed while it was read",
                        "Run again when it is whole");
        assertThat(directory.resolve("orders")).doesNotExist();
    }

    @Test
    void fileOfTheFeedThatIsChangedAfterItWasReadIsNamed() throws IOException {
        Lake lake = lake();
        String file = write("feed/1.json", "{\"op\":\"I\",\"seq\":5,\"id\":1,\"note\":\"a\"}");
        assertThat(lake.run("cdc-merge").out()).doesNotContain("warning");
        write("feed/1.json", "{\"op\":\"I\",\"seq\":5,\"id\":1,\"note\":\"a\"}", "{\"op\":\"I\",\"seq\":6,\"id\":2}");
        Files.setLastModifiedTime(Path.of(file), FileTime.from(Instant.now().plusSeconds(5)));

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("warning: 1 files of the feed were changed after they had been read", "1.json");
        assertThat(lake.run("cdc-merge", "--files", file).code()).isZero();
        assertThat(rows(lake)).containsExactly("1|a|5", "2|6");
    }

    private Lake lake() {
        return new Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = json }\ntarget { path = \"%s\", key = [id] }\n"
                                + "cdc { format = columns, delete = hard, max-problems = 1\n"
                                + "columns { op = op, sequence = [seq], keep-sequence = false } }",
                        directory.resolve("feed"), directory.resolve("orders")));
    }

    private static List<String> rows(Lake lake) {
        return lake.texts("SELECT concat_ws('|', id, note, _sequence) FROM {orders} ORDER BY id");
    }

    private String write(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
        return file.toString();
    }

    /** Its files and when they were written. */
    private List<String> checkpoint() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state/checkpoints"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + " " + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }
}
