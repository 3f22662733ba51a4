package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestH2;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviseTest {
    @TempDir
    private Path directory;

    private void configured(TestDatabase database, String advise) throws IOException {
        Files.writeString(directory.resolve("advise.conf"), """
                highwater {
                  source { url = "%s", user = "%s", password = "env:DB_PASSWORD" }
                  advise { lake = "%s", name = shop, %s }
                }
                """.formatted(
                        database.url(), database.user(), directory.resolve("lake"), advise));
    }

    private CommandLineRun run(TestDatabase database, String... arguments) {
        return CommandLineRun.of(Map.of("DB_PASSWORD", database.password()), step -> {}, arguments);
    }

    private CommandLineRun advise(TestDatabase database, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "advise";
        arguments[1] = "--conf-file";
        arguments[2] = directory.resolve("advise.conf").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(database, arguments);
    }

    @Test
    void everyTableGetsItsPatternAndThePipelineRunsAsItIs() throws Exception {
        TestPostgres shop = TestPostgres.server();
        shop.execute(
                "DROP SCHEMA IF EXISTS advice CASCADE",
                "CREATE SCHEMA advice",
                "CREATE TABLE advice.customers (id int PRIMARY KEY, name text)",
                "INSERT INTO advice.customers SELECT n, 'customer ' || n FROM generate_series(1, 50) n",
                "CREATE TABLE advice.orders (id int PRIMARY KEY, total int, \"updatedAt\" timestamptz NOT NULL DEFAULT now())",
                "INSERT INTO advice.orders SELECT n, n FROM generate_series(1, 101000) n",
                "CREATE INDEX ON advice.orders (\"updatedAt\")",
                "UPDATE advice.orders SET total = 0, \"updatedAt\" = now() WHERE id <= 10",
                "DELETE FROM advice.orders WHERE id > 100900",
                "CREATE TABLE advice.clicks (id bigint PRIMARY KEY, page int) PARTITION BY RANGE (id)",
                "CREATE TABLE advice.clicks_1 PARTITION OF advice.clicks FOR VALUES FROM (0) TO (60000)",
                "CREATE TABLE advice.clicks_2 PARTITION OF advice.clicks FOR VALUES FROM (60000) TO (600000)",
                "INSERT INTO advice.clicks SELECT n, n % 7 FROM generate_series(1, 101000) n",
                "CREATE TABLE advice.\"Odd Name\" (a int, b int)",
                "INSERT INTO advice.\"Odd Name\" SELECT n, n FROM generate_series(1, 5) n",
                "CREATE TABLE advice.never_analyzed (id int PRIMARY KEY)",
                "CREATE TABLE advice.hidden (id int PRIMARY KEY)",
                "ANALYZE advice.customers, advice.orders, advice.clicks");
        configured(shop, "schemas = [advice], except = [hidden]");

        CommandLineRun run = advise(shop, "--out", directory.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(lines(run.out()))
                .containsSubsequence(
                        "PostgreSQL at " + shop.url() + ": 5 tables, changes are logged (wal_level = logical)",
                        "advice.Odd Name 5 - full-refresh small: fewer than 100,000 rows",
                        "advice.clicks 101,000 - incremental rows are only added: id, indexed, never NULL; 0 updates and 0"
                                + " deletes counted",
                        "advice.customers 50 - full-refresh small: fewer than 100,000 rows",
                        "advice.never_analyzed 0 - full-refresh small: fewer than 100,000 rows",
                        "advice.orders 100,900 - incremental changes carry a time: updatedAt, indexed, never NULL; 10 updates"
                                + " and 100 deletes counted",
                        "advice.Odd Name:",
                        "it has no primary key: nothing tells its rows apart");
        Path written = directory.resolve("pipeline.conf");
        assertThat(written).content().contains("password = \"env:DB_PASSWORD\"", "delete-detection = key-compare");
        CommandLineRun pipeline = run(shop, "pipeline", "--conf-file", written.toString());
        assertThat(pipeline.code()).as(pipeline.out() + pipeline.err()).isZero();
        for (String table : List.of("orders", "clicks", "customers", "never_analyzed")) {
            assertThat(count("lake/" + table)).isEqualTo(shop.number("SELECT count(*) FROM advice." + table));
        }
        assertThat(count("lake/Odd_Name")).isEqualTo(5);

        CommandLineRun again = advise(shop, "--out", directory.toString());

        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("there is such a file, and it may have been changed since");
    }

    @Test
    void whatTheUserMayNotReadIsNamed() throws Exception {
        TestPostgres shop = TestPostgres.server();
        shop.execute(
                "DROP SCHEMA IF EXISTS partly CASCADE",
                "DROP ROLE IF EXISTS adviser",
                "CREATE ROLE adviser LOGIN PASSWORD 'postgres'",
                "CREATE SCHEMA partly",
                "GRANT USAGE ON SCHEMA partly TO adviser",
                "CREATE TABLE partly.open (id int PRIMARY KEY)",
                "CREATE TABLE partly.closed (id int PRIMARY KEY)",
                "GRANT SELECT ON partly.open TO adviser");
        configured(shop, "schemas = [partly]");

        CommandLineRun run = advise(shop, "--set", "source.user=adviser", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("tables")).hasSize(1);
        assertThat(json.get("not_told").get(0).asText()).contains("partly.closed", "GRANT SELECT");
        CommandLineRun none = advise(shop, "--set", "advise.tables=[nothing]");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("There is no table to give advice on");
    }

    @Test
    void statisticsThatTheUserMayNotReadLeaveAdviceWithoutThem() throws Exception {
        TestPostgres shop = TestPostgres.server();
        shop.execute(
                "DROP SCHEMA IF EXISTS blind CASCADE",
                "DROP ROLE IF EXISTS stranger",
                "CREATE ROLE stranger LOGIN PASSWORD 'postgres'",
                "CREATE SCHEMA blind",
                "GRANT USAGE ON SCHEMA blind TO stranger",
                "CREATE TABLE blind.orders (id int PRIMARY KEY, updated_at timestamptz)",
                "INSERT INTO blind.orders SELECT n, now() FROM generate_series(1, 200) n",
                "ANALYZE blind.orders",
                "GRANT SELECT ON blind.orders TO stranger",
                "REVOKE SELECT ON pg_stats, pg_stat_all_tables FROM PUBLIC");
        try {
            configured(shop, "schemas = [blind], small-rows = 100");

            CommandLineRun run = advise(shop, "--set", "source.user=stranger");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .containsPattern("blind.orders +200 .* incremental +changes carry a time: updated_at")
                    .contains(
                            "updated_at may be NULL",
                            "the database does not tell whether there are any",
                            "how many rows were updated and deleted: the user may not read pg_stat_all_tables",
                            "how many values are NULL, and how far rows lie in the order of a column: the user may not"
                                    + " read pg_stats");
        } finally {
            shop.execute("GRANT SELECT ON pg_stats, pg_stat_all_tables TO PUBLIC");
        }
    }

    @Test
    void mariaDbTellsLessAndTheReportSaysSo() throws Exception {
        TestMariaDb database = TestMariaDb.server();
        database.execute(
                "DROP TABLE IF EXISTS advised",
                "CREATE TABLE advised (id int PRIMARY KEY, changed datetime NOT NULL, KEY (changed))",
                "INSERT INTO advised SELECT seq, '2024-01-01 00:00:00' FROM seq_1_to_100001");
        configured(database, "tables = [advised]");

        CommandLineRun run = advise(database, "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode table = new ObjectMapper().readTree(run.out()).get("tables").get(0);
        assertThat(table.get("pattern").asText()).isEqualTo("incremental");
        assertThat(table.get("cursor").asText()).isEqualTo("changed");
        assertThat(table.get("warnings").toString())
                .contains("no zone and is read as UTC", "the database does not tell whether there are any");
        assertThat(new ObjectMapper().readTree(run.out()).get("change_log").asText())
                .isEqualTo("binlog_format = ROW");
    }

    @Test
    void otherDatabasesAreAskedWhatAllTell() throws Exception {
        TestH2 database = new TestH2("advice");
        database.execute(
                "CREATE TABLE items (id int PRIMARY KEY, name varchar(10))", "INSERT INTO items VALUES (1, 'one')");
        configured(database, "");

        CommandLineRun run = advise(database, "--out", directory.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("PUBLIC.ITEMS", "full-refresh", "H2 was only asked what every database tells");
        CommandLineRun pipeline = run(
                database,
                "pipeline",
                "--conf-file",
                directory.resolve("pipeline.conf").toString());
        assertThat(pipeline.code()).as(pipeline.out() + pipeline.err()).isZero();
        assertThat(count("lake/ITEMS")).isEqualTo(1);
    }

    private long count(String table) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(directory.resolve(table).toString())
                .count();
    }

    /** With single blanks, and without sizes, which are the database's affair. */
    private static List<String> lines(String text) {
        return text.lines()
                .map(line -> line.strip().replaceAll("\\s+", " ").replaceAll(" [0-9.]+ MB ", " - "))
                .toList();
    }
}
