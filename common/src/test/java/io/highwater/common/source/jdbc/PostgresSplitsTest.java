package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.ReadPlan.Split;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestPostgres;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSplitsTest {
    private static final long ROWS = 200_000;
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createTables() {
        POSTGRES.execute(
                "CREATE SCHEMA splits",
                "CREATE TABLE splits.skewed AS SELECT CASE WHEN i <= 160000 THEN i / 3.2 ELSE 50000 + (i - 160000) * 23.75"
                        + " END::bigint AS id, 'row ' || i AS text FROM generate_series(1, " + ROWS + ") i",
                "CREATE TABLE splits.days (id int, day date) PARTITION BY RANGE (id)",
                "CREATE TABLE splits.days_1 PARTITION OF splits.days FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE splits.days_2 PARTITION OF splits.days FOR VALUES FROM (1000) TO (150000)",
                "CREATE TABLE splits.days_3 PARTITION OF splits.days FOR VALUES FROM (150000) TO (300000)",
                "INSERT INTO splits.days SELECT i, CASE WHEN i % 10 > 0 THEN DATE '2024-01-01' + i / 1000 END"
                        + " FROM generate_series(1, " + ROWS + ") i",
                "CREATE VIEW splits.some AS SELECT * FROM splits.skewed");
    }

    @Test
    void tableIsCutIntoEqualRangesOfBlocks() {
        try (Reading reading = open("splits.skewed", Splitting.into(8))) {
            assertThat(reading.plan().splits())
                    .hasSize(8)
                    .extracting(Split::predicate)
                    .allMatch(predicate -> predicate.contains("ctid"));
            assertThat(Readings.imbalance(POSTGRES, reading, "splits.skewed")).isLessThan(1.2);
            assertAllRowsOnce(reading, "splits.skewed");
        }
    }

    @Test
    void partitionsAreCutTogetherIntoEqualRangesOfBlocks() {
        try (Reading reading = open("splits.days", Splitting.into(5))) {
            assertThat(reading.plan().splits()).hasSize(5);
            assertThat(Readings.imbalance(POSTGRES, reading, "splits.days")).isLessThan(1.2);
            assertAllRowsOnce(reading, "splits.days");
        }
    }

    @Test
    void splitColumnIsCutWhereRowsAreEqualNotValues() {
        try (Reading reading = open("splits.skewed", Splitting.into(8).by("id"))) {
            assertThat(reading.plan().splits()).hasSize(8);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of id were found by reading that column once.");
            assertThat(Readings.imbalance(POSTGRES, reading, "splits.skewed")).isLessThan(1.2);
            assertAllRowsOnce(reading, "splits.skewed");
        }
    }

    @Test
    void freshStatisticsSpareTheReadOfTheSplitColumn() {
        POSTGRES.execute(
                "CREATE TABLE splits.analysed AS SELECT * FROM splits.skewed",
                "SELECT pg_stat_force_next_flush()",
                "ANALYZE splits.analysed");

        try (Reading reading = open("splits.analysed", Splitting.into(8).by("id"))) {
            assertThat(reading.plan().notes()).containsExactly("The ranges of id come from the server's statistics.");
            assertThat(Readings.imbalance(POSTGRES, reading, "splits.analysed")).isLessThan(1.2);
            assertAllRowsOnce(reading, "splits.analysed");
        }
    }

    @Test
    void rowsWithoutASplitValueAreInExactlyOneSplit() {
        try (Reading reading = open("splits.days", Splitting.into(4).by("day"))) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertAllRowsOnce(reading, "splits.days");
            assertThat(reading.rows().filter("day IS NULL").count()).isEqualTo(ROWS / 10);
        }
    }

    @Test
    void queryIsCutByItsSplitColumn() {
        JdbcSettings settings = Readings.query(POSTGRES, "SELECT id, text FROM splits.skewed WHERE id > 100 -- most")
                .withSplitting(Splitting.into(4).by("id"));

        try (Reading reading = Readings.open(settings)) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.rows().count())
                    .isEqualTo(POSTGRES.number("SELECT count(*) FROM splits.skewed WHERE id > 100"));
        }
    }

    @Test
    void viewIsReadInOneSplit() {
        try (Reading reading = open("splits.some", Splitting.into(4))) {
            assertThat(reading.plan().splits()).hasSize(1);
            assertThat(reading.plan().notes()).singleElement().asString().contains("name a split-column");
            assertThat(reading.rows().count()).isEqualTo(ROWS);
        }
    }

    @Test
    void smallTableIsOneSplitAndLargerOnesKeepTheSessionBusy() {
        POSTGRES.execute(
                "CREATE TABLE splits.small AS SELECT * FROM splits.skewed LIMIT 50000", "ANALYZE splits.small");

        try (Reading small = open("splits.small", Splitting.automatic());
                Reading larger = open("splits.skewed", Splitting.automatic())) {
            assertThat(small.plan().splits()).hasSize(1);
            assertThat(larger.plan().splits()).hasSize(2);
        }
    }

    @Test
    void planningAndOneActionReadEveryRowOnce() {
        POSTGRES.execute("CREATE TABLE splits.counted AS SELECT * FROM splits.skewed");
        POSTGRES.execute("SELECT pg_stat_force_next_flush()");
        long before = tuplesRead("splits.counted");

        try (Reading reading = open("splits.counted", Splitting.into(4))) {
            reading.rows().write().format("noop").mode("overwrite").save();
        }

        POSTGRES.execute("SELECT pg_stat_force_next_flush()");
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(tuplesRead("splits.counted") - before).isEqualTo(ROWS));
    }

    private static long tuplesRead(String table) {
        return POSTGRES.number("SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
                + " WHERE relid = '" + table + "'::regclass");
    }

    private static void assertAllRowsOnce(Reading reading, String table) {
        Dataset<Row> rows = reading.rows();
        assertThat(rows.count()).isEqualTo(ROWS);
        assertThat(rows.selectExpr("sum(cast(id AS decimal(20, 0)))")
                        .first()
                        .getDecimal(0)
                        .toBigInteger())
                .isEqualTo(new java.math.BigInteger(
                        POSTGRES.texts("SELECT sum(id) FROM " + table).get(0)));
    }

    private static Reading open(String table, Splitting splitting) {
        return Readings.open(Readings.table(POSTGRES, table).withSplitting(splitting));
    }
}
