package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSnapshotTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createSchema() {
        POSTGRES.execute("CREATE SCHEMA snapshots");
    }

    @Test
    void changesAfterOpeningAreNotSeenByAnySplit() {
        POSTGRES.execute(
                "CREATE TABLE snapshots.changing AS SELECT i AS id, 0 AS version FROM generate_series(1, 20000) i");

        try (Reading reading = open("snapshots.changing")) {
            POSTGRES.execute(
                    "DELETE FROM snapshots.changing WHERE id % 2 = 0",
                    "UPDATE snapshots.changing SET version = 1",
                    "INSERT INTO snapshots.changing SELECT i, 2 FROM generate_series(20001, 60000) i");

            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().consistency().oneSnapshot()).isTrue();
            assertThat(reading.rows().count()).isEqualTo(20_000);
            assertThat(reading.rows()
                            .selectExpr("max(version)", "count(distinct id)")
                            .first()
                            .mkString(" "))
                    .isEqualTo("0 20000");
        }
    }

    @Test
    void closingReleasesTheSnapshot() {
        POSTGRES.execute("CREATE TABLE snapshots.held (id int)");

        Reading reading = open("snapshots.held");
        assertThat(openTransactions()).isEqualTo(1);
        reading.close();

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(openTransactions()).isZero());
    }

    @Test
    void rowsStreamThroughACursor() {
        POSTGRES.execute("CREATE TABLE snapshots.streamed AS SELECT i AS id FROM generate_series(1, 1000) i");
        String failsLate = "SELECT 10 / (1000 - id) AS id FROM snapshots.streamed";
        JdbcSettings settings = Readings.query(POSTGRES, failsLate).withFetchSize(10);

        try (Reading reading = Readings.open(settings)) {
            // The last row cannot be computed: only a cursor hands out the first ones before the server gets there.
            assertThat(reading.rows().limit(5).collectAsList()).hasSize(5);
        }
    }

    private static long openTransactions() {
        return POSTGRES.number(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND backend_xmin IS NOT NULL");
    }

    private static Reading open(String table) {
        return Readings.open(Readings.table(POSTGRES, table).withSplitting(Splitting.into(4)));
    }
}
