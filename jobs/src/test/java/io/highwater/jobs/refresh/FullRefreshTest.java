package io.highwater.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullRefreshTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void tenOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS refresh CASCADE",
                "CREATE SCHEMA refresh",
                "CREATE TABLE refresh.orders (id bigint, total numeric(10,2), note text)",
                "INSERT INTO refresh.orders SELECT n, n * 1.5, 'order ' || n FROM generate_series(1, 10) n");
        lake = new Lake(directory).reading(SHOP, "table = refresh.orders", "");
    }

    @Test
    void firstRefreshMakesTheTableWithTheSourcesRows() {
        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.err()).doesNotContain("defect");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("orders: " + lake.table() + " is at version 0, 10 rows written (10 read)");
        assertThat(run.out()).contains("one snapshot");
        assertThat(lake.texts("SELECT concat_ws('|', id, total, note) FROM {orders} ORDER BY id"))
                .isEqualTo(SHOP.texts("SELECT concat_ws('|', id, total, note) FROM refresh.orders ORDER BY id"));
    }

    @Test
    void nextRefreshReplacesTheContentInOneStampedCommit() {
        lake.run("full-refresh");
        SHOP.execute(
                "UPDATE refresh.orders SET note = 'changed' WHERE id <= 3", "DELETE FROM refresh.orders WHERE id = 10");

        assertThat(lake.run("full-refresh").code()).isZero();

        assertThat(lake.texts("SELECT concat_ws('|', id, total, note) FROM {orders} ORDER BY id"))
                .isEqualTo(SHOP.texts("SELECT concat_ws('|', id, total, note) FROM refresh.orders ORDER BY id"));
        List<Row> history = lake.history();
        assertThat(history).hasSize(2);
        assertThat(history.get(0).<String>getAs("userMetadata"))
                .contains("\"job\":\"orders\"", "\"generation\":2", "\"operation\":\"full-refresh\"", "\"rows\":\"9\"");
    }

    @Test
    void newAndWiderColumnsAreTakenAndLossyOnesRefused() {
        lake.run("full-refresh");
        SHOP.execute(
                "ALTER TABLE refresh.orders ADD COLUMN city text",
                "ALTER TABLE refresh.orders ALTER COLUMN total TYPE numeric(14,3)");
        CommandLineRun wider = lake.run("full-refresh");
        SHOP.execute("ALTER TABLE refresh.orders DROP COLUMN note");
        CommandLineRun lossy = lake.run("full-refresh");
        CommandLineRun replaced = lake.run("full-refresh", "--set", "full-refresh.schema=replace");

        assertThat(wider.code()).isZero();
        assertThat(wider.out())
                .contains("column city STRING is new")
                .contains("column total was DECIMAL(10,2) and is now DECIMAL(14,3)");
        assertThat(lossy.code()).isEqualTo(4);
        assertThat(lossy.err())
                .contains("schema   column note is gone from the source")
                .contains("--set full-refresh.schema=replace");
        assertThat(replaced.code()).isZero();
        assertThat(lake.rows().columns()).containsExactly("id", "total", "city");
    }

    @Test
    void unchangedSourceMakesNoVersionIfAskedFor() {
        lake.reading(SHOP, "table = refresh.orders", "full-refresh.skip-unchanged = true");
        lake.run("full-refresh");

        CommandLineRun same = lake.run("full-refresh");
        long filesAfterSkip = dataFiles();
        SHOP.execute("UPDATE refresh.orders SET note = 'x' WHERE id = 1");
        CommandLineRun other = lake.run("full-refresh");

        assertThat(same.out()).contains("stays as it is: the source holds what the table holds (10 rows read)");
        assertThat(filesAfterSkip).isEqualTo(1);
        assertThat(other.out()).contains("is at version 1, 10 rows written");
    }

    @Test
    void sourceThatFailsHalfWayLeavesTheTable() {
        lake.run("full-refresh");
        lake.reading(SHOP, "query = \"select id, total / (id - 7) as total, note from refresh.orders\"", "");

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("division by zero").doesNotContain("\tat ");
        assertThat(lake.history()).hasSize(1);
        assertThat(lake.run("status").out()).contains("FAILED");
    }

    @Test
    void dryRunSaysWhatItWouldDoAndDoesNothing() {
        lake.run("full-refresh");

        CommandLineRun run = lake.run("full-refresh", "--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("would read table refresh.orders")
                .contains("in 1 split:")
                .contains("would replace " + lake.table() + ", version 0: 10 rows in 1 files")
                .contains("dry run: nothing was read or written");
        assertThat(lake.history()).hasSize(1);
    }

    @Test
    void lostStateIsRebuiltFromTheStamps() {
        lake.run("full-refresh");
        lake.run("full-refresh");
        assertThat(FileUtil.fullyDelete(lake.state().toFile())).isTrue();

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isZero();
        assertThat(lake.history().get(0).<String>getAs("userMetadata")).contains("\"generation\":3");
        assertThat(lake.run("status").out()).contains("Recorded from the stamp in the data.");
        assertThat(lake.texts("SELECT count(*) FROM delta.`" + lake.state().resolve("runs") + "`"))
                .containsExactly("3");
    }

    @Test
    void stateIsPlainDeltaForSql() {
        lake.run("full-refresh");

        assertThat(lake.texts("SELECT concat_ws('|', job, pattern, status, rows_written, target_version) FROM delta.`"
                        + lake.state().resolve("runs") + "`"))
                .containsExactly("orders|full-refresh|SUCCESS|10|0");
    }

    @Test
    void everyConfigurationProblemIsToldAtOnceAndNothingIsTouched() {
        lake.configured("""
                source { type = jdbc, url = "jdbc:postgresql://nowhere/x", tabel = orders, splits = 0 }
                target { key = id }
                full-refresh { max-shrink = 120 percent }
                """);

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains("Nothing was read or written.")
                .contains("highwater.source.tabel")
                .contains("did you mean table?")
                .contains("highwater.source.splits = 0")
                .contains("highwater.target.path")
                .contains("highwater.full-refresh.max-shrink");
        assertThat(lake.state()).doesNotExist();
    }

    @Test
    void unknownKeyColumnAndUnusableCheckAreConfigurationErrors() {
        lake.configured(String.format("""
                source { type = jdbc, url = "%s", user = postgres, table = refresh.orders }
                target { path = "%s", key = [order_id] }
                """, SHOP.url(), lake.table()));
        CommandLineRun key = lake.run("full-refresh");
        lake.reading(SHOP, "table = refresh.orders", "checks = [ { name = c, where = \"totl > 0\", on-fail = fail } ]");
        CommandLineRun check = lake.run("full-refresh");

        assertThat(key.code()).isEqualTo(3);
        assertThat(key.err()).contains("Cannot use key [order_id]").contains("It has [id, total, note]");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.err()).contains("Cannot use check c of highwater.checks, where = totl > 0");
        assertThat(lake.table()).doesNotExist();
    }

    private long dataFiles() {
        try (var files = Files.list(lake.table())) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
