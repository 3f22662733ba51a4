package io.highwater.jobs.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestH2;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Highwater;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are tables of a Hive metastore. The build gives this session one, and the classes for it. */
class CatalogTablesIT {
    private static final TestH2 SHOP = new TestH2("named");

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void threeOrders() {
        SHOP.execute(
                "DROP ALL OBJECTS",
                "CREATE TABLE orders (\"id\" bigint PRIMARY KEY, \"city\" varchar(20), \"updated_at\" timestamp(6) with time zone)",
                "INSERT INTO orders SELECT x, 'city ' || x, timestamp with time zone '2024-05-01 10:00:00+00:00' FROM system_range(1, 3)");
        sql("CREATE DATABASE lake LOCATION '" + directory.resolve("house") + "'");
        lake = new Lake(directory);
        keeping("target { table = lake.orders, key = [id] }");
    }

    @AfterEach
    void dropped() {
        sql("DROP DATABASE lake CASCADE");
    }

    @Test
    void tableIsMadeWhereItsDatabaseWantsItAndIsOneOfTheCatalog() {
        done(lake.run("full-refresh"));

        assertThat(lake.texts("SELECT city FROM lake.orders ORDER BY id"))
                .containsExactly("city 1", "city 2", "city 3");
        assertThat(location("lake.orders")).endsWith("/house/orders");
        assertThat(lake.texts("SHOW COLUMNS IN lake.orders")).containsExactly("id", "city", "updated_at");
    }

    @Test
    void everyCommandFindsTheTableByItsName() {
        done(lake.run("incremental"));
        SHOP.execute("UPDATE orders SET \"city\" = 'Ulm', \"updated_at\" = current_timestamp WHERE \"id\" = 2");
        assertThat(done(lake.run("incremental")).out()).contains("table lake.orders is at version 1");
        assertThat(done(lake.run("why", "id=2")).out()).startsWith("id=2 in table lake.orders, versions 0 to 1");
        done(lake.run("status"));
        done(lake.run("prove"));
        done(lake.run("upkeep", "--dry-run"));

        done(lake.run("undo"));

        assertThat(lake.texts("SELECT city FROM lake.orders WHERE id = 2")).containsExactly("city 2");
        done(lake.run("rewind", "--to", "2024-05-01"));
    }

    @Test
    void tableOfSomebodyElseIsKeptWhereItLies() {
        sql("CREATE TABLE lake.orders (id BIGINT, city STRING, updated_at TIMESTAMP) USING delta LOCATION '"
                + directory.resolve("elsewhere") + "'");

        done(lake.run("full-refresh"));

        assertThat(location("lake.orders")).endsWith("/elsewhere");
        assertThat(lake.texts("SELECT count(*) FROM lake.orders")).containsExactly("3");
        assertThat(directory.resolve("house/orders")).doesNotExist();
    }

    @Test
    void runThatFindsNothingNewMakesKnownWhatAnEndedRunHadCommitted() {
        done(lake.run("incremental"));
        sql("DROP TABLE lake.orders");

        CommandLineRun run = done(lake.run("incremental"));

        assertThat(run.out()).contains("nothing changed");
        assertThat(lake.texts("SELECT count(*) FROM lake.orders")).containsExactly("3");
    }

    @Test
    void tableThatWasDroppedWithItsRowsIsLoadedAnew() {
        sql("CREATE TABLE lake.orders (id BIGINT, city STRING, updated_at TIMESTAMP) USING delta");
        done(lake.run("incremental"));
        sql("DROP TABLE lake.orders");

        done(lake.run("incremental"));

        assertThat(lake.texts("SELECT count(*) FROM lake.orders")).containsExactly("3");
    }

    @Test
    void stepsOfAPipelineKeepTablesOfTheCatalog() {
        lake.written(String.format("""
                source { type = jdbc, url = "%s", user = %s, password = "env:H2_PASSWORD" }
                pipeline {
                  name = shop
                  steps {
                    rest { tables = ["PUBLIC.*"], pattern = full-refresh, target.table = "lake.raw_{table}" }
                    cities {
                      pattern = sql, depends-on = [rest], query = "SELECT city, count(*) AS n FROM lake.raw_orders GROUP BY city"
                      target.table = lake.cities
                    }
                  }
                }
                """, SHOP.url(), SHOP.user()));

        done(lake.run("pipeline"));

        assertThat(lake.texts("SELECT count(*) FROM lake.raw_orders")).containsExactly("3");
        assertThat(lake.texts("SELECT count(*) FROM lake.cities")).containsExactly("3");
    }

    @Test
    void whatIsNoDeltaTableOrCannotBeOneIsRefused() {
        sql("CREATE VIEW lake.seen AS SELECT 1 AS id");
        sql("CREATE TABLE lake.text (id INT) USING parquet");
        sql("CREATE TABLE lake.old (id INT) STORED AS ORC");

        assertThat(refused("lake.seen")).contains("Cannot use target table lake.seen: it is a view.");
        assertThat(refused("lake.text")).contains("Cannot use target table lake.text: it is a parquet table.");
        assertThat(refused("lake.old")).contains("Cannot use target table lake.old: it is a hive table.");
        assertThat(refused("pond.orders"))
                .contains(
                        "Cannot use target table pond.orders: there is no database pond, but default, lake. Name one of"
                                + " these, or make it first: CREATE DATABASE pond.");
    }

    /** In a process of its own, because this one's session has a metastore. */
    @Test
    void metastoreThatCannotBeReachedIsTold() throws Exception {
        keeping("""
                target { table = lake.orders, key = [id] }
                spark {
                  "spark.sql.catalogImplementation" = hive
                  "spark.hadoop.hive.metastore.uris" = "thrift://127.0.0.1:9"
                  "spark.hadoop.hive.metastore.connect.retries" = 1
                  "spark.hadoop.hive.metastore.failure.retries" = 0
                  "spark.hadoop.hive.metastore.client.connect.retry.delay" = 1s
                }
                """);
        Path output = directory.resolve("output");
        ProcessBuilder started = JobProcess.of(
                        Highwater.class,
                        List.of(
                                "full-refresh",
                                "--conf-file",
                                lake.configuration().toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        started.environment().put("H2_PASSWORD", SHOP.password());

        int code = started.start().waitFor();

        String said = Files.readString(output);
        assertThat(said)
                .contains("Cannot ask the metastore for target table lake.orders: ", "Check that it can be reached")
                .doesNotContain("A defect in Highwater");
        assertThat(code).as(said).isEqualTo(7);
    }

    private void keeping(String target) {
        lake.configured(String.format("""
                source { type = jdbc, url = "%s", user = %s, password = "env:H2_PASSWORD", table = orders }
                incremental { column = updated_at }
                %s
                """, SHOP.url(), SHOP.user(), target));
    }

    private String refused(String name) {
        keeping("target { table = " + name + ", key = [id] }");
        CommandLineRun run = lake.run("full-refresh", "--dry-run");
        assertThat(run.code()).as(run.err()).isEqualTo(3);
        return run.err();
    }

    private static CommandLineRun done(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static String location(String table) {
        return TestSpark.session()
                .sql("DESCRIBE DETAIL " + table)
                .select("location")
                .first()
                .getString(0);
    }

    private static void sql(String statement) {
        TestSpark.session().sql(statement);
    }
}
