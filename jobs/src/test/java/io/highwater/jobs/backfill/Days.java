package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A table of 60 days in January and February of 2024, ten orders each, and a job that loads days of it. */
abstract class Days {
    static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    Path directory;

    Lake lake;

    @BeforeEach
    void sixtyDays() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS past CASCADE",
                "CREATE SCHEMA past",
                "CREATE TABLE past.orders (id bigint PRIMARY KEY, day date NOT NULL, note text, total numeric(10, 2))",
                "INSERT INTO past.orders SELECT n, date '2024-01-01' + n / 10, 'note ' || n, n / 7.0"
                        + " FROM generate_series(0, 599) n",
                "CREATE INDEX ON past.orders (day)",
                "ANALYZE past.orders");
        lake = lake("");
    }

    Lake lake(String backfill, String... blocks) {
        return new Lake(directory)
                .reading(
                        SHOP,
                        "table = past.orders",
                        // Versions are counted, and are to be loads.
                        "target.upkeep.mode = apart\nbackfill { column = day, from = 2024-01-01, through = 2024-02-29, retry.backoff = 10 milliseconds, "
                                + backfill + " }\n" + String.join("\n", blocks));
    }

    CommandLineRun loaded(String... arguments) {
        CommandLineRun run = lake.run("backfill", arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** By what the database and Spark say of the same rows in one text. */
    void assertThatTheTableIsTheSource() {
        assertThat(lake.texts("SELECT concat_ws('|', id, day, note, total) FROM {orders} ORDER BY id"))
                .isEqualTo(SHOP.texts("SELECT concat_ws('|', id, day, note, total) FROM past.orders ORDER BY id"));
    }

    /** What holds of the intervals, as {@code status: how many}, by the rows of the ledger alone. */
    List<String> ledger() {
        return lake.texts(
                "SELECT status || ': ' || count(*) FROM (SELECT *, row_number() OVER (PARTITION BY interval_from,"
                        + " interval_to ORDER BY number DESC) AS rank FROM delta.`" + lake.state()
                        + "/intervals/orders`)"
                        + " WHERE rank = 1 GROUP BY status ORDER BY status");
    }

    /** The first days of the intervals of a status. */
    List<String> days(String status) {
        return lake.texts(
                "SELECT interval_from FROM (SELECT *, row_number() OVER (PARTITION BY interval_from, interval_to"
                        + " ORDER BY number DESC) AS rank FROM delta.`" + lake.state()
                        + "/intervals/orders`) WHERE rank = 1"
                        + " AND status = '" + status + "' ORDER BY interval_from");
    }
}
