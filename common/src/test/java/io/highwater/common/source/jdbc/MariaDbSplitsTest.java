package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.ReadPlan.Split;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestMariaDb;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbSplitsTest {
    private static final long ROWS = 200_000;
    private static final TestMariaDb MARIADB = TestMariaDb.server();

    @BeforeAll
    static void createTables() {
        MARIADB.execute(
                "CREATE TABLE skewed (id bigint unsigned PRIMARY KEY, day date NULL, seen timestamp NULL, text varchar(20),"
                        + " INDEX by_day (day))",
                "INSERT INTO skewed SELECT CASE WHEN seq <= 160000 THEN seq ELSE 160000 + (seq - 160000) * 76 END,"
                        + " CASE WHEN seq % 10 > 0 THEN DATE '2024-01-01' + INTERVAL seq DIV 1000 DAY END,"
                        + " FROM_UNIXTIME(1700000000 + seq), CONCAT('row ', seq) FROM seq_1_to_" + ROWS,
                "CREATE TABLE worded (id varchar(20) PRIMARY KEY)",
                "INSERT INTO worded SELECT CONCAT('k', seq) FROM seq_1_to_" + ROWS);
    }

    @Test
    void tableIsCutAlongItsPrimaryKeyWithoutReadingIt() {
        try (Reading reading = open("skewed", Splitting.into(8))) {
            assertThat(reading.plan().splits())
                    .hasSize(8)
                    .extracting(Split::predicate)
                    .allMatch(predicate -> predicate.contains("`id`"));
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of id come from the server's estimates over index PRIMARY.");
            assertThat(reading.plan().consistency().oneSnapshot()).isFalse();
            assertThat(reading.plan().consistency().how())
                    .isEqualTo("8 splits are as many statements, and this database"
                            + " cannot share a snapshot between connections");
            assertThat(Readings.imbalance(MARIADB, reading, "skewed")).isLessThan(1.2);
            assertAllRowsOnce(reading);
        }
    }

    @Test
    void indexedDateIsCutByEstimatesAndItsNullsAreInOneSplit() {
        try (Reading reading = open("skewed", Splitting.into(4).by("day"))) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of day come from the server's estimates over index by_day.");
            assertThat(Readings.imbalance(MARIADB, reading, "skewed")).isLessThan(1.5);
            assertAllRowsOnce(reading);
        }
    }

    @Test
    void timestampIsCutByInstantsWhichNoSessionReadsDifferently() {
        try (Reading reading = open("skewed", Splitting.into(4).by("seen"))) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(Readings.imbalance(MARIADB, reading, "skewed")).isLessThan(1.2);
            assertAllRowsOnce(reading);
        }
    }

    @Test
    void zeroDatesDoNotKeepAColumnFromBeingCut() {
        MARIADB.execute(
                "SET sql_mode = ''",
                "CREATE TABLE zeros (at date, INDEX by_at (at))",
                "INSERT INTO zeros SELECT CASE WHEN seq % 4 > 0 THEN DATE '2024-01-01' + INTERVAL seq DAY ELSE 0 END"
                        + " FROM seq_1_to_4000");
        JdbcSettings settings = Readings.table(MARIADB, "zeros").withOutOfRange(OutOfRange.AS_NULL);

        try (Reading reading =
                Readings.open(settings.withSplitting(Splitting.into(4).by("at")))) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of at were found by reading and sorting that column once.");
            assertThat(reading.rows()
                            .selectExpr("count(*)", "count(at)")
                            .first()
                            .mkString(" "))
                    .isEqualTo("4000 3000");
        }
    }

    @Test
    void keyOfTextIsReadInOneSplit() {
        try (Reading reading = open("worded", Splitting.into(4))) {
            assertThat(reading.plan().splits()).hasSize(1);
            assertThat(reading.plan().consistency().oneSnapshot()).isTrue();
            assertThat(reading.plan().notes())
                    .containsExactly(
                            "The primary key begins with id of type VARCHAR, which has no ranges: the table is read"
                                    + " in one split.");
        }
    }

    @Test
    void automaticSplitsKeepTheSessionBusy() {
        try (Reading reading = open("skewed", Splitting.automatic())) {
            assertThat(reading.plan().splits()).hasSize(2);
        }
    }

    private static void assertAllRowsOnce(Reading reading) {
        assertThat(reading.rows()
                        .selectExpr("count(*)", "count(distinct id)")
                        .first()
                        .mkString(" "))
                .isEqualTo(ROWS + " " + ROWS);
    }

    private static Reading open(String table, Splitting splitting) {
        return Readings.open(Readings.table(MARIADB, table).withSplitting(splitting));
    }
}
