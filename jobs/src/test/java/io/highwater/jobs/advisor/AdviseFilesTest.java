package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice on tables of which nothing but files is known. */
class AdviseFilesTest {
    @TempDir
    private Path directory;

    private Clock clock = Clock.systemUTC();

    private CommandLineRun run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--conf-file"));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(Map.of(), step -> {}, clock, arguments.toArray(String[]::new));
    }

    private String advised(String source, String keys) throws IOException {
        Path conf = directory.resolve("advise.conf");
        Files.writeString(conf, """
                highwater {
                  source { %s }
                  advise { lake = "%s", name = all, small-rows = 100, keys { %s } }
                }
                """.formatted(source, directory.resolve("lake"), keys));
        CommandLineRun run = run("advise", conf.toString(), "--out", directory.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private void load(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(directory.resolve("pipeline.conf").toString()));
        arguments.addAll(List.of(more));
        CommandLineRun run = run("pipeline", arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    private void sql(String... statements) {
        for (String statement : statements) {
            TestSpark.session()
                    .sql(statement
                            .replace("{", "delta.`" + directory + "/bronze/")
                            .replace("}", "`"));
        }
    }

    private long lake(String table) {
        return count("delta", "lake/" + table);
    }

    private long count(String format, String path) {
        return TestSpark.session()
                .read()
                .format(format)
                .load(directory.resolve(path).toString())
                .count();
    }

    @Test
    void deltaLogsTellHowTheirTablesAreBestLoaded() throws Exception {
        sql(
                "CREATE TABLE {told} USING DELTA TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id, 'old' AS"
                        + " note FROM range(200)",
                "MERGE INTO {told} t USING (SELECT id, 'new' AS note FROM range(195, 205)) s ON t.id = s.id WHEN MATCHED"
                        + " THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                "CREATE TABLE {touched} USING DELTA AS SELECT id, current_timestamp() - make_dt_interval(1) AS updated_at FROM"
                        + " range(200)",
                "DELETE FROM {touched} WHERE id < 20",
                "CREATE TABLE {added} USING DELTA AS SELECT id, current_timestamp() - make_dt_interval(1) AS created_at FROM"
                        + " range(200)",
                "CREATE TABLE {tiny} USING DELTA AS SELECT id FROM range(5)");
        Files.createDirectories(directory.resolve("bronze/_other"));

        String said = advised("type = delta, path = \"" + directory.resolve("bronze") + "\"", "touched = id");

        assertThat(said)
                .containsPattern("Delta tables at .*bronze: 4 tables")
                .containsPattern("told +205 .* cdc-merge +it tells its changes")
                .containsPattern("its key is taken from version 1, a merge by id")
                .containsPattern(
                        "touched +180 .* incremental +changes carry a time: updated_at, its statistics kept, never"
                                + " NULL; 0 updates and 20 deletes counted")
                .containsPattern("added +200 .* incremental +rows are only added: created_at")
                .containsPattern("tiny +5 .* full-refresh +small: fewer than 100 rows");
        load();
        sql("DELETE FROM {told} WHERE id < 10");
        load("--select", "told");
        for (String table : List.of("told", "touched", "added", "tiny")) {
            assertThat(lake(table)).as(table).isEqualTo(count("delta", "bronze/" + table));
        }
    }

    @Test
    void oneDeltaTableIsADirectoryToo() throws Exception {
        sql("CREATE TABLE {only} USING DELTA AS SELECT id FROM range(3)");

        assertThat(advised("type = delta, path = \"" + directory.resolve("bronze/only") + "/\"", ""))
                .containsPattern("only +3 .* full-refresh");
    }

    @Test
    void filesThatLieByDateAreLoadedByDate() throws Exception {
        LocalDate today = LocalDate.now(clock);
        for (int day = 1; day <= 3; day++) {
            written("landing/visits/2024/01/0" + day, day);
            written("landing/orders/day=" + today.minusDays(day + 1), day);
        }
        Files.createDirectories(directory.resolve("landing/items"));
        Files.writeString(directory.resolve("landing/items/a.csv"), "1,one\n2,two\n");
        Files.createDirectories(directory.resolve("landing/nothing"));
        for (String ending : List.of("json", "parquet")) {
            Files.createDirectories(directory.resolve("landing/broken_" + ending));
            Files.writeString(directory.resolve("landing/broken_" + ending + "/a." + ending), "neither of the two\n");
        }

        String said = advised("type = files, path = \"" + directory.resolve("landing") + "\"", "");

        assertThat(said)
                .containsPattern("files at .*landing: 3 tables")
                .containsPattern(
                        "visits +150 .* backfill +its files lie by date: 3 dates from 2024-01-01 through 2024-01-03 as"
                                + " file_date; none is newer")
                .containsPattern("orders +150 .* incremental .* as day; a day is read once it is over")
                .containsPattern("items +2 .* full-refresh")
                .contains("its columns are texts called _c0", "nothing was left out: it has no files")
                .containsPattern("broken_json was left out. Cannot read the columns of .*a.json: ")
                .containsPattern("broken_parquet was left out. Cannot read .*a.parquet: ");
        load();
        assertThat(List.of(lake("orders"), lake("visits"), lake("items"))).containsExactly(150L, 150L, 2L);
        written("landing/orders/day=" + today.minusDays(5), 5);
        clock = Clock.offset(clock, Duration.ofDays(1));
        load("--select", "orders");
        assertThat(lake("orders")).isEqualTo(200);
    }

    private void written(String name, int day) throws IOException {
        Path below = directory.resolve(name);
        Files.createDirectories(below);
        StringBuilder lines = new StringBuilder();
        for (int number = 0; number < 50; number++) {
            lines.append("{\"id\": ").append(1000 * day + number).append("}\n");
        }
        Files.writeString(below.resolve("some.json"), lines);
    }

    @Test
    void keysOfColumnsThatAreNotThereAreRefused() throws Exception {
        sql("CREATE TABLE {only} USING DELTA AS SELECT id FROM range(3)");
        Path conf = directory.resolve("advise.conf");
        Files.writeString(
                conf,
                "highwater { source { type = delta, path = \"" + directory.resolve("bronze")
                        + "\" }, advise { lake = x, keys { only = \"id, idd\" } } }");

        CommandLineRun run = run("advise", conf.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("only: it has no column idd", "There are id.");
    }
}
