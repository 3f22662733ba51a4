package io.highwater.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetLayoutTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void tenOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS layout CASCADE",
                "CREATE SCHEMA layout",
                "CREATE TABLE layout.orders (id bigint, city text, total numeric(10,2))",
                "INSERT INTO layout.orders SELECT n, 'city ' || n % 2, n FROM generate_series(1, 10) n");
        lake = new Lake(directory);
    }

    @Test
    void statisticsAreKeptOfTheKeyAlone() throws IOException {
        refreshed("key = [id]");

        assertThat(firstCommit()).contains("\\\"numRecords\\\":10", "\\\"minValues\\\":{\\\"id\\\":1}");
    }

    @Test
    void listedStatisticsAreKept() throws IOException {
        refreshed("key = [id], statistics = [total]");

        assertThat(firstCommit()).contains("\\\"minValues\\\":{\\\"total\\\":1.00}");
    }

    @Test
    void tableWithoutKeyKeepsOnlyRowCounts() throws IOException {
        refreshed("");

        assertThat(firstCommit()).contains("\\\"numRecords\\\":10").doesNotContain("minValues\\\":{\\\"");
    }

    @Test
    void partitionedTableStaysPartitionedWhenRefreshedAgain() {
        refreshed("key = [id], partition-by = [city]");
        refreshed("key = [id]");

        assertThat(detail().<String>getList(detail().fieldIndex("partitionColumns")))
                .containsExactly("city");
        assertThat(lake.table().resolve("city=city 1")).isDirectory();
        assertThat(lake.rows().count()).isEqualTo(10);
    }

    @Test
    void otherPartitioningThanTheTablesIsRefused() {
        refreshed("partition-by = [city]");
        CommandLineRun run = refresh("partition-by = [total]");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the table is partitioned by [city] and the configuration asks for [total]");
        assertThat(lake.history()).hasSize(1);
    }

    @Test
    void clusteredTableStaysClusteredWhenRefreshedAgain() {
        refreshed("key = [id], cluster-by = [city]");
        refreshed("key = [id]");

        assertThat(detail().<String>getList(detail().fieldIndex("clusteringColumns")))
                .containsExactly("city");
    }

    @Test
    void propertiesAreSet() {
        refreshed("properties { delta.logRetentionDuration = \"interval 60 days\", \"owner.team\" = shop }");

        assertThat(detail().<String, String>getJavaMap(detail().fieldIndex("properties")))
                .containsAllEntriesOf(Map.of("delta.logRetentionDuration", "interval 60 days", "owner.team", "shop"));
    }

    @Test
    void unusualColumnNamesSurviveRepeatedRefreshesAndUndo() {
        SHOP.execute(
                "CREATE TABLE layout.\"Odd Orders\" (\"order id\" bigint, \"Größe (cm)\" int, \"select\" text, \"a.b\" int)",
                "INSERT INTO layout.\"Odd Orders\" VALUES (1, 5, 'x', 7), (2, 6, 'y', 8)");
        String source = "table = \"layout.\\\"Odd Orders\\\"\"";
        lake.reading(SHOP, source, "target.key = [\"order id\"]");
        assertThat(lake.run("full-refresh").err()).doesNotContain("defect");
        SHOP.execute("UPDATE layout.\"Odd Orders\" SET \"a.b\" = 9 WHERE \"order id\" = 2");
        assertThat(lake.run("full-refresh").code()).isZero();

        assertThat(lake.texts(
                        "SELECT concat_ws('|', `order id`, `Größe (cm)`, `select`, `a.b`) FROM {orders} ORDER BY 1"))
                .containsExactly("1|5|x|7", "2|6|y|9");
        assertThat(lake.run("undo").err()).doesNotContain("defect");
        assertThat(lake.texts("SELECT `a.b` FROM {orders} ORDER BY `order id`")).containsExactly("7", "8");
    }

    @Test
    void refusedContentOfUnusualColumnsCanBeApproved() {
        SHOP.execute(
                "CREATE TABLE layout.odd (\"order id\" bigint)",
                "INSERT INTO layout.odd SELECT generate_series(1, 10)");
        lake.reading(SHOP, "table = layout.odd", "target.key = [\"order id\"]");
        lake.run("full-refresh");
        SHOP.execute("DELETE FROM layout.odd WHERE \"order id\" > 3");
        String refused = lake.run("full-refresh").err().replaceAll("(?s).*--approve (\\S+).*", "$1");

        assertThat(lake.run("full-refresh", "--approve", refused).code()).isZero();

        assertThat(lake.texts("SELECT `order id` FROM {orders} ORDER BY 1")).containsExactly("1", "2", "3");
    }

    @Test
    void tableOfTheCatalogIsMadeKeptAndFoundAgain() {
        TestSpark.session().sql("DROP DATABASE IF EXISTS lake_house CASCADE");
        TestSpark.session().sql("CREATE DATABASE lake_house LOCATION '" + directory.resolve("house") + "'");
        lake.configured(String.format("""
                source { type = jdbc, url = "%s", user = postgres, table = layout.orders }
                target { table = "lake_house.`select`", key = [id] }
                """, SHOP.url()));

        CommandLineRun first = lake.run("full-refresh");
        SHOP.execute("DELETE FROM layout.orders WHERE id = 1");
        CommandLineRun second = lake.run("full-refresh");

        assertThat(first.err()).doesNotContain("defect");
        assertThat(first.code()).isZero();
        assertThat(second.out()).contains("table lake_house.`select` is at version 1, 9 rows written");
        assertThat(lake.texts("SELECT count(*) FROM lake_house.`select`")).containsExactly("9");
    }

    @Test
    void catalogThatEndsWithTheSessionIsNotTrustedWithATableOfItsOwnDirectory() {
        TestSpark.session().sql("DROP DATABASE IF EXISTS fleeting CASCADE");
        TestSpark.session()
                .sql("CREATE DATABASE fleeting LOCATION '"
                        + Path.of("spark-warehouse/fleeting.db").toAbsolutePath() + "'");
        lake.configured(String.format("""
                source { type = jdbc, url = "%s", user = postgres, table = layout.orders }
                target { table = fleeting.orders, key = [id] }
                """, SHOP.url()));

        CommandLineRun run = lake.run("full-refresh", "--dry-run");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "Cannot use target table fleeting.orders: the session's catalog ends with it, and the table would be in ")
                .contains("Set \"spark.sql.catalogImplementation\" = hive in highwater.spark");
    }

    private void refreshed(String target) {
        CommandLineRun run = refresh(target);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private CommandLineRun refresh(String target) {
        lake.configured(String.format("""
                source { type = jdbc, url = "%s", user = postgres, table = layout.orders }
                target { path = "%s", %s }
                """, SHOP.url(), lake.table(), target));
        return lake.run("full-refresh");
    }

    private Row detail() {
        List<Row> rows = TestSpark.session()
                .sql("DESCRIBE DETAIL delta.`" + lake.table() + "`")
                .collectAsList();
        return rows.get(0);
    }

    private String firstCommit() throws IOException {
        return Files.readString(lake.table().resolve("_delta_log/00000000000000000000.json"));
    }
}
