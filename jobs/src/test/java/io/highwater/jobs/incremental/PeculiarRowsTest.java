package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows without a key or a cursor, keys that repeat, and columns that change. */
class PeculiarRowsTest extends TenOrders {
    @Test
    void withoutAKeyRowsAreAddedAndIdenticalOnesKeepTheirNumber() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "INSERT INTO tide.orders SELECT * FROM tide.orders WHERE id = 1");
        lake = keyless("");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders SELECT * FROM tide.orders WHERE id = 1");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("2 added, 11 already there");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rowsWithoutACursorAreRefusedIncludedOrLeftOut() {
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'timeless', NULL)");
        CommandLineRun refused = lake.run("incremental");
        CommandLineRun excluded = lake.run("incremental", "--set", "incremental.on-null=exclude");
        CommandLineRun included = lake.run("incremental", "--set", "incremental.on-null=include");
        CommandLineRun again = lake.run("incremental", "--set", "incremental.on-null=include");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("on-null   1 rows have no updated_at");
        assertThat(excluded.out()).contains("1 rows have no updated_at: they are left out", "10 rows written");
        assertThat(included.out()).contains("1 inserted, 0 updated, 10 already there");
        assertThat(again.out()).contains("stays as it is");
        assertThatTheTableIsTheSource();
    }

    @Test
    void rowsWithoutAKeyAreRefusedOrSetAsideOnce() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "ALTER TABLE tide.orders ALTER id DROP NOT NULL",
                "INSERT INTO tide.orders (id, note) VALUES (NULL, 'nobody')");
        CommandLineRun refused = lake.run("incremental");
        CommandLineRun aside = lake.run("incremental", "--set", "incremental.null-keys=quarantine");
        lake.run("incremental", "--set", "incremental.null-keys=quarantine");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("key-not-null   1 of 11 rows have no value in key column id");
        assertThat(aside.out()).contains("1 set aside");
        assertThat(lake.texts("SELECT concat_ws('|', reasons[0], get_json_object(row, '$.note')) FROM delta.`"
                        + lake.state().resolve("quarantine/orders") + "`"))
                .containsExactly("key-not-null|nobody");
    }

    @Test
    void nullKeysThatCountAsEqualAreMergedLikeOthers() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "ALTER TABLE tide.orders ALTER id DROP NOT NULL",
                "INSERT INTO tide.orders (id, note) VALUES (NULL, 'nobody')");
        lake = lake("null-keys = null-safe");
        lake.run("incremental");
        SHOP.execute("UPDATE tide.orders SET note = 'somebody', updated_at = clock_timestamp() WHERE id IS NULL");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void keyThatDoesNotTellRowsApartKeepsTheLatestAndSaysSo() {
        SHOP.execute(
                "ALTER TABLE tide.orders DROP CONSTRAINT orders_pkey",
                "INSERT INTO tide.orders (id, note) VALUES (1, 'the later one')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("1 rows share their key with a later row of the same window");
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 1")).containsExactly("the later one");
    }

    @Test
    void newColumnsAreAddedLeftOutOrRefused() {
        lake.run("incremental");
        SHOP.execute(
                "ALTER TABLE tide.orders ADD COLUMN city text",
                "INSERT INTO tide.orders (id, note, city) VALUES (11, 'new', 'Ulm')");
        CommandLineRun refused = lake.run("incremental", "--set", "incremental.schema=fail");
        CommandLineRun ignored = lake.run("incremental", "--set", "incremental.schema=ignore");
        List<String> columns = List.of(lake.rows().columns());
        SHOP.execute("UPDATE tide.orders SET updated_at = clock_timestamp() WHERE id = 11");
        CommandLineRun added = lake.run("incremental");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("schema   column city STRING is new");
        assertThat(ignored.code()).as(ignored.err()).isZero();
        assertThat(columns).containsExactly("id", "note", "updated_at");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(lake.texts("SELECT city FROM {orders} WHERE id = 11")).containsExactly("Ulm");
    }

    @Test
    void widenedColumnIsWidenedAndANarrowedOneRefused() {
        SHOP.execute("ALTER TABLE tide.orders ADD COLUMN pieces int DEFAULT 1");
        lake.run("incremental");
        SHOP.execute(
                "ALTER TABLE tide.orders ALTER COLUMN pieces TYPE bigint",
                "INSERT INTO tide.orders (id, note, pieces) VALUES (11, 'many', 5000000000)");
        CommandLineRun wider = lake.run("incremental");
        SHOP.execute("ALTER TABLE tide.orders ALTER COLUMN pieces TYPE text");
        CommandLineRun lossy = lake.run("incremental");

        assertThat(wider.code()).as(wider.err()).isZero();
        assertThat(lake.texts("SELECT sum(pieces) FROM {orders}")).containsExactly("5000000010");
        assertThat(lossy.code()).isEqualTo(4);
        assertThat(lossy.err()).contains("column pieces was BIGINT and is now STRING");
    }
}
