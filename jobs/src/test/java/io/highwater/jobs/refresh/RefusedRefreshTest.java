package io.highwater.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedRefreshTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    Path directory;

    private Lake lake;

    @BeforeEach
    void tenOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS refused CASCADE",
                "CREATE SCHEMA refused",
                "CREATE TABLE refused.orders (id bigint, total numeric(10,2), note text)",
                "INSERT INTO refused.orders SELECT n, n * 1.5, 'order ' || n FROM generate_series(1, 10) n");
        lake = new Lake(directory).reading(SHOP, "table = refused.orders", "");
    }

    @Test
    void emptySourceIsRefusedAndTheTableStays() {
        lake.run("full-refresh");
        SHOP.execute("DELETE FROM refused.orders");

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("did not replace " + lake.table())
                .contains("empty-source   the source has no rows")
                .contains("max-shrink     0 rows instead of 10 are 100.0 percent fewer, 20 percent is allowed")
                .contains("SELECT * FROM delta.`")
                .contains("--approve " + runOf(run));
        assertThat(lake.rows().count()).isEqualTo(10);
        assertThat(lake.history()).hasSize(1);
    }

    @Test
    void refusedFirstRefreshLeavesNoTable() {
        SHOP.execute("DELETE FROM refused.orders");

        assertThat(lake.run("full-refresh").code()).isEqualTo(4);

        assertThat(lake.table().resolve("_delta_log/00000000000000000000.json")).doesNotExist();
    }

    @Test
    void approvedRefreshPublishesExactlyWhatWasRefusedAndOnlyOnce() {
        lake.run("full-refresh");
        SHOP.execute("DELETE FROM refused.orders WHERE id > 4");
        String refused = runOf(lake.run("full-refresh"));
        SHOP.execute("DELETE FROM refused.orders");

        CommandLineRun approved = lake.run("full-refresh", "--approve", refused);
        CommandLineRun again = lake.run("full-refresh", "--approve", refused);

        assertThat(approved.code()).isZero();
        assertThat(approved.out()).contains("approved in spite of max-shrink");
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("1", "2", "3", "4");
        assertThat(again.code()).isEqualTo(4);
        assertThat(again.err()).contains("Cannot approve run " + refused + " of job orders: no refused content");
    }

    @Test
    void refusedContentCanBeLookedAt() {
        lake.run("full-refresh");
        SHOP.execute("DELETE FROM refused.orders WHERE id > 4");

        CommandLineRun run = lake.run("full-refresh");

        Matcher query = Pattern.compile("SELECT \\* FROM (delta\\.`[^`]+`)").matcher(run.err());
        assertThat(query.find()).isTrue();
        assertThat(lake.texts("SELECT id FROM " + query.group(1) + " ORDER BY id"))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void approvalIsRefusedOnceTheTableHasMovedOn() {
        lake.run("full-refresh");
        SHOP.execute("DELETE FROM refused.orders WHERE id > 4");
        String refused = runOf(lake.run("full-refresh"));
        lake.texts("DELETE FROM {orders} WHERE id = 1");

        CommandLineRun run = lake.run("full-refresh", "--approve", refused);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("it was to replace version 0 of " + lake.table() + ", which is at version 1 now");
    }

    @Test
    void repeatedKeysAndMissingKeysAreRefused() {
        SHOP.execute("INSERT INTO refused.orders VALUES (3, 1, 'again')");
        CommandLineRun repeated = lake.run("full-refresh");
        SHOP.execute("INSERT INTO refused.orders VALUES (NULL, 1, 'nobody')");
        CommandLineRun missing = lake.run("full-refresh");

        assertThat(repeated.code()).isEqualTo(4);
        assertThat(repeated.err()).contains("key-unique   1 keys occur in 2 rows, such as id = 3 (2 rows)");
        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.err()).contains("key-not-null   1 of 12 rows have no value in key column id");
    }

    @Test
    void rowsThatFailACheckAreSetAsideWithTheReason() {
        lake.reading(SHOP, "table = refused.orders", """
                checks = [
                  { name = positive, where = "total >= 0", on-fail = quarantine }
                  { name = noted, where = "note is not null", on-fail = quarantine }
                ]
                """);
        SHOP.execute(
                "UPDATE refused.orders SET total = -1 WHERE id <= 2",
                "UPDATE refused.orders SET note = NULL WHERE id = 2");

        CommandLineRun run = lake.run("full-refresh");
        lake.run("full-refresh");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("8 rows written (10 read, 2 set aside)");
        assertThat(lake.rows().count()).isEqualTo(8);
        String quarantine = "delta.`" + lake.state().resolve("quarantine/orders") + "`";
        assertThat(lake.texts("SELECT concat_ws('|', generation, get_json_object(row, '$.id'), concat_ws('+', reasons))"
                        + " FROM " + quarantine + " ORDER BY generation, row"))
                .containsExactly("1|1|positive", "1|2|positive+noted", "2|1|positive", "2|2|positive+noted");
        assertThat(lake.texts("SELECT row FROM " + quarantine + " WHERE generation = 1 ORDER BY row"))
                .first()
                .isEqualTo("{\"id\":1,\"total\":-1.00,\"note\":\"order 1\"}");
    }

    @Test
    void failingCheckRefusesTheLoad() {
        lake.reading(
                SHOP,
                "table = refused.orders",
                "checks = [ { name = positive, where = \"total >= 0\", on-fail = fail } ]");
        SHOP.execute("UPDATE refused.orders SET total = NULL WHERE id = 2");

        CommandLineRun run = lake.run("full-refresh");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("check positive   1 of 10 rows do not meet: total >= 0");
    }

    private static String runOf(CommandLineRun run) {
        List<String> names = new ArrayList<>();
        Matcher name = Pattern.compile("\\d{8}T\\d{6}-[0-9a-f]{8}").matcher(run.err());
        while (name.find()) {
            names.add(name.group());
        }
        assertThat(names).isNotEmpty();
        return names.get(0);
    }
}
