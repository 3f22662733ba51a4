package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BackfillSourcesTest extends Days {
    @Test
    void partitionedTableIsReplacedPartitionByPartition() {
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = jdbc, url = \"%s\", user = %s, password = \"env:DB_PASSWORD\", table = past.orders }\n"
                                + "target { path = \"%s\", partition-by = [day] }\n"
                                + "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }",
                        SHOP.url(), SHOP.user(), lake.table()));
        loaded();
        SHOP.execute("UPDATE past.orders SET note = 'changed' WHERE day = '2024-02-01'");

        loaded("--reprocess", "all", "--from", "2024-02-01", "--through", "2024-02-02");

        assertThatTheTableIsTheSource();
        assertThat(lake.history().get(0).<Object>getAs("operationParameters").toString())
                .contains("`day` >= DATE '2024-02-02' AND `day` < DATE '2024-02-03'");
    }

    @Test
    void clusteredTableIsReplacedDayByDay() {
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = jdbc, url = \"%s\", user = %s, password = \"env:DB_PASSWORD\", table = past.orders }\n"
                                + "target { path = \"%s\", key = [id], cluster-by = [day] }\n"
                                + "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }",
                        SHOP.url(), SHOP.user(), lake.table()));
        loaded();
        SHOP.execute("UPDATE past.orders SET note = 'changed' WHERE day = '2024-02-01'");

        loaded("--reprocess", "all", "--from", "2024-02-01", "--through", "2024-02-02");

        assertThatTheTableIsTheSource();
    }

    @Test
    void filesInDirectoriesByDateAreRead() {
        Path landing = directory.resolve("landing");
        TestSpark.session()
                .sql(
                        "SELECT id, date_add(date'2024-01-01', cast(id / 10 AS int)) AS day, concat('note ', id) AS note FROM"
                                + " range(600)")
                .write()
                .partitionBy("day")
                .parquet(landing.toString());
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s\", format = parquet }\ntarget { path = \"%s\", key = [id] }\n"
                                + "backfill { column = day, from = 2024-01-03, through = 2024-02-10 }",
                        landing, lake.table()));

        assertThat(loaded().out()).contains("390 rows written (390 read)");
        assertThat(lake.texts("SELECT concat_ws(' ', min(day), max(day), count(DISTINCT id)) FROM {orders}"))
                .containsExactly("2024-01-03 2024-02-10 390");
    }

    @Test
    void hoursOfADayOnWhichClocksChange() {
        SHOP.execute(
                "CREATE TABLE past.events (id bigint PRIMARY KEY, day timestamptz NOT NULL, note text, total numeric(10, 2))",
                "INSERT INTO past.events SELECT n, timestamptz '2024-10-26 21:30:00+00' + n * interval '10 minutes', 'n', 1"
                        + " FROM generate_series(0, 170) n");
        lake = new io.highwater.jobs.Lake(directory)
                .reading(
                        SHOP,
                        "table = past.events",
                        "backfill { column = day, from = 2024-10-27, through = 2024-10-27, interval = hour,"
                                + " zone = Europe/Berlin }");

        loaded();

        assertThat(ledger()).containsExactly("SUCCESS: 25");
        assertThat(lake.texts("SELECT count(*) FROM {orders}"))
                .isEqualTo(SHOP.texts("SELECT count(*) FROM past.events WHERE (day AT TIME ZONE 'Europe/Berlin')::date"
                        + " = '2024-10-27'"));
    }

    @Test
    void filesWithTheDateInTheirNamesAreReadAndHaveTheColumnsOfAllOfThem() throws Exception {
        Path landing = java.nio.file.Files.createDirectories(directory.resolve("landing it/2024"));
        for (int day = 1; day <= 9; day++) {
            java.nio.file.Files.writeString(
                    landing.resolve("orders_202401" + String.format("%02d", day) + ".json"),
                    "{\"id\":" + day + (day == 4 ? ",\"note\":\"n4\"" : "") + "}\n{\"id\":" + (100 + day) + "}\n");
        }
        java.nio.file.Files.writeString(landing.resolve("orders_20240199.json"), "{\"no\":\"such day\"}\n");
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = files, path = \"%s/{yyyy}/orders_{yyyyMMdd}.json\", format = json }\n"
                                + "target { path = \"%s\", key = [id] }\n"
                                + "backfill { column = day, from = 2024-01-03, through = 2024-01-11, group-rows = 1 }",
                        landing.getParent(), lake.table()));

        assertThat(loaded().out()).contains("14 rows written (14 read)", "9 intervals loaded");
        assertThat(lake.texts("SELECT concat_ws(' ', id, note, day) FROM {orders} ORDER BY id"))
                .startsWith("3 2024-01-03", "4 n4 2024-01-04")
                .hasSize(14);
    }

    @Test
    void daysThatHadNotEndedAreReadAgainUntilTheyHave() {
        String bronze = "delta.`" + directory.resolve("bronze") + "`";
        TestSpark.session()
                .sql("CREATE TABLE " + bronze + " USING delta AS SELECT id,"
                        + " date_add(date'2024-01-01', cast(id / 10 AS int)) AS day FROM range(600)");
        lake = new io.highwater.jobs.Lake(directory)
                .configured(String.format(
                        "source { type = delta, path = \"%s\" }\ntarget { path = \"%s\", key = [id] }\n"
                                + "backfill { column = day, from = 2024-01-01, through = 2024-02-29 }",
                        directory.resolve("bronze"), lake.table()));
        assertThat(at("2024-02-10T12:00:00Z"))
                .contains("60 intervals loaded", "20 intervals, the first from 2024-02-10, had not ended");
        TestSpark.session().sql("INSERT INTO " + bronze + " VALUES (9001, date'2024-02-10'), (9002, date'2024-02-20')");

        assertThat(at("2024-02-15T00:00:00Z", "--dry-run"))
                .contains("20 to load", "before it had ended)  day >= 2024-02-10 and day < 2024-03-01: 20 intervals");
        assertThat(at("2024-02-15T00:00:00Z"))
                .contains("202 rows written", "15 intervals, the first from 2024-02-15, had not ended");
        assertThat(at("2024-03-01T00:00:00Z")).contains("15 intervals loaded").doesNotContain("had not ended");
        assertThat(at("2024-03-02T00:00:00Z")).contains("every interval is loaded (0 rows read)");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("602");
    }

    private String at(String now, String... arguments) {
        io.highwater.jobs.CommandLineRun run =
                lake.run(Clock.fixed(Instant.parse(now), ZoneOffset.UTC), "backfill", arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }
}
