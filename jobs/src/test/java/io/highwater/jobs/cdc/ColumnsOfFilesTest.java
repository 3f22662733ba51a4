package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files say which columns they have; those of a feed need not all have the same. */
class ColumnsOfFilesTest {
    @TempDir
    private Path directory;

    @Test
    void columnsThatComeLaterAndTypesThatBecomeWiderReachTheTable() throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "");
        write(feed, 1, "'I' AS op, 1L AS seq, 1L AS id, 'a' AS note, 7 AS amount");
        succeeds(feed);
        write(feed, 2, "'I' AS op, 2L AS seq, 2L AS id, 'b' AS note, 8 AS amount, true AS paid");
        write(feed, 3, "'U' AS op, 3L AS seq, 1L AS id, 'c' AS note, 3000000000L AS amount, false AS paid");

        succeeds(feed);
        write(feed, 4, "'I' AS op, 4L AS seq, 3L AS id, 'd' AS note, 9 AS amount");
        succeeds(feed);

        write(feed, 5, "5L AS seq, 4L AS id, 'e' AS note");
        CommandLineRun lacking = feed.run("source.format=parquet");

        assertThat(lacking.err()).contains("no operation").doesNotContain("defect");
        assertThat(feed.lake().texts("SELECT concat_ws('|', id, note, amount, paid) FROM {orders} ORDER BY id"))
                .containsExactly("1|c|3000000000|false", "2|b|8|true", "3|d|9");
        assertThat(feed.lake().texts("SELECT typeof(amount) FROM {orders} LIMIT 1"))
                .containsExactly("bigint");
    }

    private static void write(FaultyFeed feed, int number, String columns) {
        TestSpark.session()
                .sql("SELECT " + columns)
                .coalesce(1)
                .write()
                .parquet(feed.feed().resolve("part [" + number + "]").toString());
    }

    private static void succeeds(FaultyFeed feed) {
        CommandLineRun run = feed.run("source.format=parquet");
        assertThat(run.code()).as(run.err()).isZero();
    }
}
