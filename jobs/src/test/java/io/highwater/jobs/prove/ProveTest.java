package io.highwater.jobs.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProveTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void thousandOrdersLoaded() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS proof CASCADE",
                "CREATE SCHEMA proof",
                "CREATE TABLE proof.orders (id bigint, line int, note text, total numeric(12,2), updated_at timestamptz,"
                        + " PRIMARY KEY (id, line))",
                "CREATE INDEX ON proof.orders (updated_at)",
                "INSERT INTO proof.orders SELECT n, n % 3, 'order ' || n, n * 1.5,"
                        + " timestamptz '2024-05-01 00:00:00+00' + n * interval '1 minute' FROM generate_series(1, 1000) n");
        lake = new Lake(directory)
                .reading(
                        SHOP,
                        "table = proof.orders",
                        "target.key = [id, line]\nincremental { column = updated_at, overlap = 0 seconds }");
        assertThat(lake.run("incremental").code()).isZero();
    }

    @Test
    void sameRowsAreSaidToBeTheSame() {
        CommandLineRun run = lake.run("prove");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("the same: table proof.orders at")
                .contains("hold the same 1,000 rows below the watermark 2")
                .contains("0 of ");
        assertThat(lake.history()).hasSize(1);
    }

    @Test
    void whatDiffersIsNamedRangeByRangeAndRepaired() {
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        lake.texts("UPDATE {orders} SET note = 'forged' WHERE id = 500");
        SHOP.execute("DELETE FROM proof.orders WHERE id = 1000");

        CommandLineRun proof = lake.run("prove");
        CommandLineRun repair = lake.run("prove", "--repair");
        CommandLineRun again = lake.run("prove");

        assertThat(proof.code()).isEqualTo(4);
        assertThat(proof.out())
                .contains("NOT the same")
                .contains("1 missing in the target, 1 extra there, 1 different")
                .contains("missing   id = 5, line = 2")
                .contains("extra     id = 1000, line = 1")
                .contains("different id = 500, line = 2")
                .contains("3 of ");
        assertThat(repair.code()).as(repair.err()).isZero();
        assertThat(again.out()).contains("the same").contains("999 rows");
        assertThat(lake.history().get(0).<String>getAs("userMetadata"))
                .contains("\"operation\":\"prove\"", "\"watermark\"");
    }

    @Test
    void whatTheSourceChangedSinceIsNotYetDue() {
        SHOP.execute(
                "UPDATE proof.orders SET note = 'later', updated_at = clock_timestamp() WHERE id <= 10",
                "INSERT INTO proof.orders VALUES (2000, 1, 'new', 1, clock_timestamp())");

        CommandLineRun run = lake.run("prove");

        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.out()).contains("the same");
    }

    @Test
    void rowWhoseStampWentBackBelowTheWatermarkIsFoundAndRepaired() {
        SHOP.execute("UPDATE proof.orders SET note = 'backdated', updated_at = '2020-01-01' WHERE id = 7");
        lake.run("incremental");

        CommandLineRun proof = lake.run("prove");
        lake.run("prove", "--repair");

        assertThat(proof.out()).contains("different id = 7, line = 1");
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 7")).containsExactly("backdated");
        assertThat(lake.run("prove").code()).isZero();
    }

    @Test
    void rowsThatAreSetAsideAreNotMissing() {
        String check = "checks = [ { name = good, where = \"note <> 'bad'\", on-fail = quarantine } ]";
        lake.reading(
                SHOP,
                "table = proof.orders",
                "target.key = [id, line]\nincremental { column = updated_at, overlap = 0 seconds }\n" + check);
        SHOP.execute(
                "INSERT INTO proof.orders VALUES (3000, 1, 'bad', 1, clock_timestamp())",
                "UPDATE proof.orders SET note = 'bad', updated_at = clock_timestamp() WHERE id = 3");
        CommandLineRun load = lake.run("incremental");

        CommandLineRun run = lake.run("prove");

        assertThat(load.out()).contains("2 set aside");
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 3")).containsExactly("order 3");
    }

    @Test
    void rowsFromBeforeTheJobBeganAreNotMissingAndThoseThatWentThereAreNotExtra(@TempDir Path elsewhere) {
        Lake late = new Lake(elsewhere)
                .reading(
                        SHOP,
                        "table = proof.orders",
                        "target.key = [id, line]\nincremental { column = updated_at, start = \"2024-05-01T10:00:00Z\" }");
        CommandLineRun loaded = late.run("incremental");
        SHOP.execute("UPDATE proof.orders SET updated_at = '2024-05-01 09:00:00+00' WHERE id = 900");
        CommandLineRun same = late.run("prove");
        late.texts("DELETE FROM {orders} WHERE id = 901");
        CommandLineRun other = late.run("prove");

        assertThat(loaded.out()).contains("401 rows written");
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(same.out()).contains("from 2024-05-01T10:00:00Z on, below the watermark");
        assertThat(other.code()).isEqualTo(4);
        assertThat(other.out()).contains("1 missing in the target, 0 extra there, 0 different", "missing   id = 901");
    }

    @Test
    void rowsWithoutACursorAreRepairedWhereTheyAloneDiffer() {
        lake.reading(
                SHOP,
                "table = proof.orders",
                "target.key = [id, line]\nincremental { column = updated_at, overlap = 0 seconds, on-null = include }");
        SHOP.execute("INSERT INTO proof.orders VALUES (4000, 1, 'timeless', 1, NULL)");
        lake.run("incremental");
        lake.texts("UPDATE {orders} SET note = 'forged' WHERE id = 4000");

        CommandLineRun proof = lake.run("prove");
        CommandLineRun repair = lake.run("prove", "--repair");

        assertThat(proof.out()).contains("0 missing in the target, 0 extra there, 1 different", "1 of ");
        assertThat(repair.code()).as(repair.err()).isZero();
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 4000")).containsExactly("timeless");
    }

    @Test
    void misspeltPoliciesAreRefusedAndNotTakenForOthers() {
        CommandLineRun run = lake.run(
                "prove", "--repair", "--set", "incremental.delete=sofft", "--set", "incremental.null-keys=quarantin");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("expected one of hard, soft", "expected one of fail, quarantine, null-safe");
    }

    @Test
    void jobThatHasLoadedNothingCannotBeProven(@TempDir Path elsewhere) {
        Lake empty = new Lake(elsewhere).reading(SHOP, "table = proof.orders", "incremental { column = updated_at }");

        CommandLineRun run = empty.run("prove");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("Cannot prove").contains("there is no table yet; load it first");
    }
}
