package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of JSON, a record a line, that a job of a lake merges. */
record FeedOfLines(Path directory) {
    /** @param blocks the block {@code cdc}, and the target where there is one */
    Lake lake(String blocks) {
        return new Lake(directory)
                .configured("source { type = files, format = json, path = \"" + directory.resolve("feed") + "\" }\n"
                        + blocks);
    }

    void deliver(String name, String... lines) throws IOException {
        Files.createDirectories(directory.resolve("feed"));
        Files.write(directory.resolve("feed").resolve(name), List.of(lines));
    }

    static CommandLineRun succeeds(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** A table's rows as the source has them, a text each, in order. */
    List<String> rows(String table) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(directory.resolve(table).toString())
                .drop("_sequence", "_fold")
                .selectExpr("concat_ws('|', *) AS line")
                .orderBy("line")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** JSON in which apostrophes stand for quotation marks. */
    static String json(String fields) {
        return ("{" + fields + "}").replace('\'', '"');
    }

    /** One of Maxwell's records. */
    static String maxwell(String table, int xid, String rest) {
        return json("'database':'shop','table':'" + table + "','ts':1700000000,'xid':" + xid + "," + rest);
    }

    /** One of Canal's records. */
    static String canal(int id, String rest) {
        return json("'database':'shop','table':'orders','es':1700000000000,'ts':1700000000000,'id':" + id + "," + rest);
    }

    /** One of GoldenGate's records. */
    static String goldenGate(int position, String rest) {
        return json("'table':'SHOP.ORDERS','op_ts':'2024-01-01 00:00:00','pos':'0000000000000000000" + position + "',"
                + rest);
    }
}
