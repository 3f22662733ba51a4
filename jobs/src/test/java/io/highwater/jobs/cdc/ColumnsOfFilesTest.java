package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Most files of columns say which they have; those of a feed need not all have the same. */
class ColumnsOfFilesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro"})
    void columnsThatComeLaterAndTypesThatBecomeWiderReachTheTable(String format) throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "");
        write(feed, format, 1, "'I' AS op, 1L AS seq, 1L AS id, 'a' AS note, 7 AS amount");
        succeeds(feed, format);
        write(feed, format, 2, "'I' AS op, 2L AS seq, 2L AS id, 'b' AS note, 8 AS amount, true AS paid");
        write(feed, format, 3, "'U' AS op, 3L AS seq, 1L AS id, 'c' AS note, 3000000000L AS amount, false AS paid");

        succeeds(feed, format);
        write(feed, format, 4, "'I' AS op, 4L AS seq, 3L AS id, 'd' AS note, 9 AS amount");
        succeeds(feed, format);

        write(feed, format, 5, "5L AS seq, 4L AS id, 'e' AS note");
        CommandLineRun lacking = feed.run("source.format=" + format);

        assertThat(lacking.err()).contains("no operation").doesNotContain("defect");
        assertThat(feed.lake().texts("SELECT concat_ws('|', id, note, amount, paid) FROM {orders} ORDER BY id"))
                .containsExactly("1|c|3000000000|false", "2|b|8|true", "3|d|9");
        assertThat(feed.lake().texts("SELECT typeof(amount) FROM {orders} LIMIT 1"))
                .containsExactly("bigint");
    }

    @Test
    void filesThatWereReadMayBeTakenAway() throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "");
        write(feed, "parquet", 1, "'I' AS op, 1L AS seq, 1L AS id, 'a' AS note");
        succeeds(feed, "parquet");
        FileUtils.cleanDirectory(feed.feed().toFile());

        assertThat(succeeds(feed, "parquet").out()).contains("the feed has no files now");
        FileUtils.deleteDirectory(feed.feed().toFile());
        succeeds(feed, "parquet");
        write(feed, "parquet", 2, "'U' AS op, 2L AS seq, 1L AS id, 'b' AS note");
        succeeds(feed, "parquet");
        assertThat(feed.rows()).containsExactly("1|b|2");
    }

    private static void write(FaultyFeed feed, String format, int number, String columns) {
        TestSpark.session()
                .sql("SELECT " + columns)
                .coalesce(1)
                .write()
                .format(format)
                .save(feed.feed().resolve("part [" + number + "]").toString());
    }

    private static CommandLineRun succeeds(FaultyFeed feed, String format) {
        CommandLineRun run = feed.run("source.format=" + format);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }
}
