package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files say which columns they have; those of a feed need not all have the same. */
class ColumnsOfFilesTest {
    private static final String KEEPS_NO_SEQUENCE = "cdc.columns.keep-sequence=false";

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

    /** An event comes once more, with a value for the column that the table did not have when it came first. */
    @Test
    void historyHasThemTooAndATruncationEndsItsPeriods() throws IOException {
        FaultyFeed feed = new FaultyFeed(directory, "history = scd2, ");
        write(feed, 1, "* FROM VALUES ('I', 1L, 1L, 'a', 7), ('I', 1L, 2L, 'b', 8) AS t(op, seq, id, note, amount)");
        succeeds(feed, KEEPS_NO_SEQUENCE);
        write(
                feed,
                2,
                "* FROM VALUES ('U', 3L, 1L, 'c', 3000000000L, true), ('T', 5L, NULL, NULL, NULL, NULL),"
                        + " ('I', 7L, 2L, 'd', 9L, false), ('I', 1L, 2L, 'b', 8L, true)"
                        + " AS t(op, seq, id, note, amount, paid)");
        succeeds(feed, KEEPS_NO_SEQUENCE);
        write(
                feed,
                3,
                "* FROM VALUES ('U', 2L, 1L, 'late', 10), ('U', 4L, 1L, 'e', 11) AS t(op, seq, id, note, amount)");
        succeeds(feed, KEEPS_NO_SEQUENCE);

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

    private static void write(FaultyFeed feed, int number, String columns) {
        TestSpark.session()
                .sql("SELECT " + columns)
                .coalesce(1)
                .write()
                .parquet(feed.feed().resolve("part [" + number + "]").toString());
    }

    private static void succeeds(FaultyFeed feed, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("source.format=parquet");
        CommandLineRun run = feed.run(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }
}
