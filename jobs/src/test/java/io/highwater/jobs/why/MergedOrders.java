package io.highwater.jobs.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table of orders that a feed of change events was merged into. */
final class MergedOrders {
    private final Path feed;
    private final Lake lake;

    /** @param delete the setting of {@code cdc.delete} with a comma, or nothing */
    MergedOrders(Path directory, String delete) {
        this.feed = directory.resolve("feed");
        this.lake = new Lake(directory);
        lake.configured(String.format(
                "source { type = files, path = \"%s\", format = json }\n"
                        + "target { path = \"%s\", key = [id] }\n"
                        + "cdc { format = columns, %s columns { op = op, sequence = [seq],"
                        + " keep-sequence = false } }",
                feed, lake.table(), delete));
    }

    Lake lake() {
        return lake;
    }

    /** An update, a late event, a deletion and a new row under the same key. */
    MergedOrders threeBatches() throws IOException {
        deliver("1.json", event("I", 1, 1, "a"), event("I", 2, 2, "x"));
        merge();
        deliver("2.json", event("U", 5, 1, "b"), event("U", 3, 1, "late"));
        merge();
        deliver("3.json", event("D", 7, 1, "b"), event("U", 6, 2, "z"));
        merge();
        deliver(
                "4.json",
                "{\"op\":\"I\",\"seq\":9,\"id\":1,\"note\":\"back\",\"total\":4.00}",
                "{\"op\":\"U\",\"seq\":4,\"id\":1,\"note\":\"late\",\"total\":0.00}");
        merge();
        return this;
    }

    void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(feed);
        Files.write(feed.resolve(name), List.of(lines));
    }

    void merge() {
        CommandLineRun run = lake.run("cdc-merge");
        assertThat(run.code()).as(run.err()).isZero();
    }

    static String event(String op, long sequence, long id, String note) {
        return "{\"op\":\"" + op + "\",\"seq\":" + sequence + ",\"id\":" + id + ",\"note\":\"" + note
                + "\",\"total\":1.10}";
    }

    /** Without what is never the same. */
    static List<String> shortened(CommandLineRun run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll(", \\d{4}-\\d\\d-\\d\\dT[^,]*", "").replaceAll(", run [^,:]*", ""))
                .toList();
    }
}
