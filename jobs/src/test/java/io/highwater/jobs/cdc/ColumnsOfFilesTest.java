package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Most files of columns say which they have; those of a feed need not all have the same. */
class ColumnsOfFilesTest {
    private static final String KEEPS_NO_SEQUENCE = "cdc.columns.keep-sequence=false";

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

    /** An event comes once more, with a value for the column that the table did not have when it came first. */
    @Test
    void historyHasThemTooAndATruncationEndsItsPeriods() throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "history = scd2, ");
        write(
                feed,
                "parquet",
                1,
                "* FROM VALUES ('I', 1L, 1L, 'a', 7), ('I', 1L, 2L, 'b', 8) AS t(op, seq, id, note, amount)");
        succeeds(feed, "parquet", KEEPS_NO_SEQUENCE);
        write(
                feed,
                "parquet",
                2,
                "* FROM VALUES ('U', 3L, 1L, 'c', 3000000000L, true), ('T', 5L, NULL, NULL, NULL, NULL),"
                        + " ('I', 7L, 2L, 'd', 9L, false), ('I', 1L, 2L, 'b', 8L, true)"
                        + " AS t(op, seq, id, note, amount, paid)");
        succeeds(feed, "parquet", KEEPS_NO_SEQUENCE);
        write(
                feed,
                "parquet",
                3,
                "* FROM VALUES ('U', 2L, 1L, 'late', 10), ('U', 4L, 1L, 'e', 11) AS t(op, seq, id, note, amount)");
        succeeds(feed, "parquet", KEEPS_NO_SEQUENCE);

        assertThat(feed.lake()
                        .texts("SELECT concat_ws('|', id, valid_from, coalesce(CAST(valid_to AS STRING), 'now'), note,"
                                + " amount, paid) FROM {orders} ORDER BY id, valid_from"))
                .containsExactly(
                        "1|1|2|a|7",
                        "1|2|3|late|10",
                        "1|3|4|c|3000000000|true",
                        "1|4|5|e|11|true",
                        "2|1|5|b|8|true",
                        "2|7|now|d|9|false");
    }

    private static void write(FaultyFeed feed, String format, int number, String columns) {
        TestSpark.session()
                .sql("SELECT " + columns)
                .coalesce(1)
                .write()
                .format(format)
                .save(feed.feed().resolve("part [" + number + "]").toString());
    }

    private static CommandLineRun succeeds(FaultyFeed feed, String format, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("source.format=" + format);
        CommandLineRun run = feed.run(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }
}
