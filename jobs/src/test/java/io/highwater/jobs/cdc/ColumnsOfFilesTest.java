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

    @Test
    void valueOfALineThatDoesNotFitIsSetAsideAndNotChanged() throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "");
        feed.deliver(
                "1.csv",
                "I,1,1,5.5500,2024-01-05,1.5",
                "I,2,2,5.555,2024-01-05,1.5",
                "I,3,3,,,",
                "I,4,4,123456789,2024-01-05,1.5",
                "I,5,5,6,2024-01-05 10:00:00,1.5",
                "I,6,6,6,2024-01-05,1e999");

        CommandLineRun run = feed.run(
                "source.format=csv",
                "source.schema=\"op STRING, seq BIGINT, id INT, price DECIMAL(10,2), day DATE, weight DOUBLE\"",
                "cdc.max-problems=4");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(feed.lake().texts("SELECT concat_ws('|', id, price, day, weight) FROM {orders} ORDER BY id"))
                .containsExactly("1|5.55|2024-01-05|1.5", "3");
        assertThat(feed.lake()
                        .texts("SELECT row FROM delta.`" + feed.lake().state().resolve("quarantine/orders")
                                + "` ORDER BY 1"))
                .hasSize(4)
                .first()
                .asString()
                .contains("I,2,2,5.555,2024-01-05,1.5");
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
