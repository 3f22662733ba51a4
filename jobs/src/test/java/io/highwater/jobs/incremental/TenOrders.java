package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ten orders in a real PostgreSQL, and a lake that is to follow them. */
abstract class TenOrders {
    static final TestPostgres SHOP = TestPostgres.server();

    private static final String TABLE = "table = tide.orders";

    @TempDir
    Path directory;

    Lake lake;

    @BeforeEach
    void tenOrders() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS tide CASCADE",
                "CREATE SCHEMA tide",
                "CREATE TABLE tide.orders (id bigint PRIMARY KEY, note text, updated_at timestamptz DEFAULT clock_timestamp())",
                "CREATE INDEX ON tide.orders (updated_at)",
                "INSERT INTO tide.orders (id, note) SELECT n, 'order ' || n FROM generate_series(1, 10) n");
        lake = lake("");
    }

    void assertThatTheTableIsTheSource() {
        String columns = "concat_ws('|', coalesce(id, -1), note)";
        assertThat(lake.texts("SELECT " + columns + " FROM {orders} ORDER BY 1"))
                .isEqualTo(SHOP.texts(
                        "SELECT c FROM (SELECT " + columns + " AS c FROM tide.orders) rows ORDER BY c COLLATE \"C\""));
    }

    String watermark() {
        return lake.texts("SELECT watermark FROM delta.`" + lake.state().resolve("watermarks")
                        + "` ORDER BY generation DESC")
                .get(0);
    }

    Lake lake(String incremental) {
        return new Lake(directory).reading(SHOP, TABLE, "incremental { column = updated_at, " + incremental + "\n}");
    }

    Lake keyless(String incremental) {
        return new Lake(directory)
                .reading(SHOP, TABLE, "target.key = []\nincremental { column = updated_at, " + incremental + "\n}");
    }
}
