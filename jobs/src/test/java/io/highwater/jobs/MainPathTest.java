package io.highwater.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every pattern from end to end, once: what has to work with each version of Spark that Highwater is built for. */
class MainPathTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final String ROWS = "SELECT concat_ws(' ', id, day, price, note) FROM ";

    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void shop() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS main_path CASCADE",
                "CREATE SCHEMA main_path",
                "CREATE TABLE main_path.orders (id bigint PRIMARY KEY, day date NOT NULL, price numeric(12, 2), note text,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO main_path.orders SELECT n, date '2024-05-01' + (n % 3)::int, n * 1.25, 'first',"
                        + " now() - interval '1 day' FROM generate_series(1, 60) n");
        lake = new Lake(directory).reading(SHOP, "table = main_path.orders", """
                incremental { column = updated_at }
                backfill { column = day, from = 2024-05-01, through = 2024-05-03, interval = day, parallelism = 2 }
                checks = [{ name = priced, where = "price > 0", on-fail = fail }]
                """);
    }

    @Test
    void aRefreshReplacesATableAndUndoBringsTheOldOneBack() {
        succeeds("full-refresh");
        assertThat(target()).isEqualTo(source());
        SHOP.execute("DELETE FROM main_path.orders WHERE id > 55", "UPDATE main_path.orders SET note = 'second'");

        succeeds("full-refresh");

        assertThat(target()).isEqualTo(source()).hasSize(55);
        succeeds("undo");
        assertThat(target()).hasSize(60).allMatch(row -> row.endsWith("first"));
        assertThat(succeeds("status").out()).contains("orders", "full-refresh", "undo");
    }

    @Test
    void aRefreshThatAGuardRefusesLeavesTheTableAlone() {
        succeeds("full-refresh");
        List<String> before = target();
        SHOP.execute("UPDATE main_path.orders SET price = -1 WHERE id = 7");

        CommandLineRun refused = lake.run("full-refresh");

        assertThat(refused.code()).as(refused.err()).isEqualTo(4);
        assertThat(refused.err()).contains("priced");
        assertThat(target()).isEqualTo(before);
    }

    @Test
    void changesAreMergedByKeyAndAProofFindsAndRepairsWhatALoadCannotSee() {
        succeeds("incremental");
        SHOP.execute(
                "UPDATE main_path.orders SET note = 'second', updated_at = now() - interval '1 minute' WHERE id <= 5",
                "INSERT INTO main_path.orders VALUES (61, '2024-05-04', 99, 'new', now() - interval '1 minute')");

        succeeds("incremental");

        assertThat(target()).isEqualTo(source()).hasSize(61);
        assertThat(succeeds("incremental").out()).contains("stays as it is");
        SHOP.execute("DELETE FROM main_path.orders WHERE id IN (3, 4)");
        assertThat(lake.run("prove").code()).isEqualTo(4);
        succeeds("prove", "--repair");
        assertThat(target()).isEqualTo(source()).hasSize(59);
    }

    @Test
    void daysAreFilledAndFilledAgain() {
        succeeds("backfill");
        assertThat(target()).isEqualTo(source());
        SHOP.execute("UPDATE main_path.orders SET price = 1000 WHERE day = '2024-05-02'");

        succeeds("backfill", "--from", "2024-05-02", "--through", "2024-05-02", "--reprocess", "all");

        assertThat(target()).isEqualTo(source());
        assertThat(succeeds("backfill").out()).contains("every interval is loaded");
    }

    @Test
    void changeEventsOfFilesAreMergedOnceInTheOrderOfTheirSequence() throws IOException {
        Path feed = Files.createDirectory(directory.resolve("feed"));
        lake.configured("""
                source { type = files, path = "%s", format = json }
                target { path = "%s", key = [id] }
                cdc {
                  format = columns, delete = hard, columns { op = op, sequence = [seq] }
                  types { amount = "decimal(30,3)" }
                }
                """.formatted(feed, lake.table()));
        Files.writeString(feed.resolve("1.json"), """
                {"op":"I","seq":1,"id":1,"note":"a","amount":12345678901234567.25}
                {"op":"I","seq":2,"id":2,"note":"b","amount":0.1}
                """);
        succeeds("cdc-merge");
        Files.writeString(feed.resolve("2.json"), """
                {"op":"D","seq":5,"id":2}
                {"op":"U","seq":4,"id":2,"note":"late","amount":7}
                {"op":"U","seq":3,"id":1,"note":"c","amount":1234567890123456789.125}
                """);

        succeeds("cdc-merge");

        assertThat(texts("SELECT concat_ws(' ', id, note, amount) FROM delta.`" + lake.table() + "` ORDER BY id"))
                .containsExactly("1 c 1234567890123456789.125");
        assertThat(succeeds("cdc-merge").out()).contains("nothing new");
    }

    @Test
    void aPipelineRunsItsStepsInOrderAndTellsOfThem() {
        lake.written("""
                source { type = jdbc, url = "%1$s", user = postgres, password = "env:DB_PASSWORD" }
                pipeline { name = shop, steps {
                  orders { pattern = full-refresh, source.table = main_path.orders, target { path = "%2$s", key = [id] } }
                  days {
                    pattern = sql, depends-on = orders, target { path = "%3$s", key = [day] }
                    query = "SELECT day, sum(price) AS total FROM delta.`%2$s` GROUP BY day"
                  }
                  tidy { pattern = upkeep, depends-on = days, when = all-done }
                } }
                """.formatted(SHOP.url(), lake.table(), directory.resolve("days")));

        succeeds("pipeline");

        assertThat(target()).isEqualTo(source());
        assertThat(texts("SELECT concat_ws(' ', day, total) FROM delta.`" + directory.resolve("days")
                        + "` ORDER BY day"))
                .isEqualTo(SHOP.texts(
                        "SELECT concat_ws(' ', day, sum(price)) FROM main_path.orders GROUP BY day ORDER BY day"));
        assertThat(succeeds("status").out()).contains("shop", "orders", "days", "tidy");
        Path page = directory.resolve("report.html");
        succeeds("report", "--out", page.toString());
        assertThat(page).isNotEmptyFile();
    }

    private CommandLineRun succeeds(String command, String... arguments) {
        CommandLineRun run = lake.run(command, arguments);
        assertThat(run.code()).as(command + "\n" + run.out() + run.err()).isZero();
        return run;
    }

    private List<String> target() {
        return texts(ROWS + "delta.`" + lake.table() + "` ORDER BY id");
    }

    private static List<String> source() {
        return SHOP.texts(ROWS + "main_path.orders ORDER BY id");
    }

    /** As this version of Spark reads the tables. */
    private static List<String> texts(String sql) {
        return TestSpark.session().sql(sql).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
