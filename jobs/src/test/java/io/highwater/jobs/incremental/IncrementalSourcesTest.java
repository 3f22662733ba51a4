package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same load from other places, and by clocks that disagree. */
class IncrementalSourcesTest {
    @TempDir
    Path directory;

    @Test
    void mariaDbIsLoadedWithItsLateCommits() throws Exception {
        TestMariaDb shop = TestMariaDb.server();
        shop.execute(
                "DROP TABLE IF EXISTS tide_orders",
                "CREATE TABLE tide_orders (id bigint PRIMARY KEY, note varchar(50), updated_at datetime(6), INDEX (updated_at))",
                "INSERT INTO tide_orders VALUES (1, 'one', UTC_TIMESTAMP(6)), (2, 'two', UTC_TIMESTAMP(6))");
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = jdbc, url = "%s", user = %s, password = "env:MARIADB_PASSWORD", table = tide_orders }
                        target { path = "%s", key = [id] }
                        incremental { column = updated_at, overlap = 0 seconds }
                        """, shop.url(), shop.user(), directory.resolve("orders")));
        List<String> held;
        try (var late = shop.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide_orders VALUES (3, 'late', UTC_TIMESTAMP(6))");
            held = lake.run("incremental").out().lines().toList();
            late.commit();
        }
        CommandLineRun next = lake.run("incremental");

        assertThat(held).anySatisfy(line -> assertThat(line).contains("held back"));
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(lake.texts("SELECT concat_ws('|', id, note) FROM {orders} ORDER BY id"))
                .isEqualTo(shop.texts("SELECT concat_ws('|', id, note) FROM tide_orders ORDER BY id"));
    }

    @Test
    void deltaTableIsLoadedByItsLocalTimes() {
        String source = "delta.`" + directory.resolve("source") + "`";
        TestSpark.session()
                .sql("CREATE TABLE " + source + " USING DELTA AS SELECT id, 'old' AS note,"
                        + " timestamp_ntz'2024-05-01 00:00:00' + make_dt_interval(0, id) AS changed_at FROM range(5)");
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = delta, path = "%s" }
                        target { path = "%s", key = [id] }
                        incremental { column = changed_at, zone = "Europe/Berlin", overlap = 0 seconds }
                        """, directory.resolve("source"), directory.resolve("orders")));
        lake.run("incremental");
        TestSpark.session()
                .sql("UPDATE " + source + " SET note = 'new', changed_at ="
                        + " from_utc_timestamp(current_timestamp(), 'Europe/Berlin')::timestamp_ntz WHERE id = 4");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("0 inserted, 1 updated, 0 already there");
        assertThat(lake.texts("SELECT note FROM {orders} WHERE id = 4")).containsExactly("new");
    }

    @Test
    void filesAreLoadedByADate() throws Exception {
        Files.createDirectory(directory.resolve("landing"));
        Files.writeString(directory.resolve("landing/a.csv"), "1,2024-05-01\n2,2024-05-02\n");
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = files, path = "%s", format = csv, schema = "id BIGINT, day DATE" }
                        target { path = "%s", key = [id] }
                        incremental { column = day }
                        """, directory.resolve("landing"), directory.resolve("orders")));
        CommandLineRun first = lake.run("incremental");
        Files.writeString(directory.resolve("landing/b.csv"), "3,2999-01-01\n");
        CommandLineRun second = lake.run("incremental");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.out()).contains("1 rows are stamped ahead of the source's clock");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("2");
    }

    @Test
    void sourcesClockCountsAndNotOurs() {
        TestPostgres shop = TestPostgres.server();
        shop.execute(
                "DROP TABLE IF EXISTS public.clocks",
                "CREATE TABLE public.clocks (id bigint PRIMARY KEY, updated_at timestamptz DEFAULT clock_timestamp())",
                "INSERT INTO public.clocks VALUES (1)");
        Lake lake = new Lake(directory)
                .reading(shop, "table = public.clocks", "incremental { column = updated_at, overlap = 0 seconds }");
        lake.run(Clock.offset(Clock.systemUTC(), Duration.ofDays(3)), "incremental");
        shop.execute("INSERT INTO public.clocks VALUES (2)");
        lake.run(Clock.offset(Clock.systemUTC(), Duration.ofDays(-3)), "incremental");

        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("1", "2");
    }
}
