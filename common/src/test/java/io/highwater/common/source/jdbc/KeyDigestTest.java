package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.source.Changes;
import io.highwater.common.source.KeyBuckets;
import io.highwater.common.source.KeyDigest;
import io.highwater.common.source.Keys;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyDigestTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();
    private static final TestMariaDb MARIADB = TestMariaDb.server();
    private static final int ROWS = 5_000;

    private static final List<String> AWKWARD = List.of(
            "",
            " ",
            "  padded  ",
            "Müller",
            "MÜLLER",
            "Straße",
            "🦉🌊",
            "e\u0301",
            "\u00e9",
            "'",
            "''",
            "\"",
            "\\",
            "\\\\",
            "\\n",
            "a|b",
            "a~|b",
            "~",
            "~~",
            "|",
            "|~|",
            "a\nb",
            "a\tb",
            "%_",
            "NULL",
            "null",
            "0",
            "日本語",
            "\u200b");

    private static final List<List<String>> KEYS = List.of(
            List.of("id"),
            List.of("small"),
            List.of("name"),
            List.of("code"),
            List.of("born"),
            List.of("name", "other"),
            List.of("id", "name", "born", "code", "small"));

    @BeforeAll
    static void fillTables() throws SQLException {
        POSTGRES.execute("CREATE TABLE digest_keys (id bigint, small smallint, name text, other varchar(300),"
                + " code uuid, born date, amount numeric(10,2), at timestamp)");
        fill(POSTGRES, "INSERT INTO digest_keys VALUES (?, ?, ?, ?, ?::uuid, ?::date, 1, now())");
        MARIADB.execute("CREATE TABLE digest_keys (id bigint, small smallint, name text CHARACTER SET utf8mb4,"
                + " other varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, code uuid, born date,"
                + " amount decimal(10,2), at datetime)");
        fill(MARIADB, "INSERT INTO digest_keys VALUES (?, ?, ?, ?, ?, ?, 1, now())");
    }

    @Test
    void postgresDigestsKeysAsSparkDoes() {
        assertThatDigestsAreSparks(POSTGRES, "digest_keys", KEYS);
    }

    @Test
    void mariaDbDigestsKeysAsSparkDoes() {
        assertThatDigestsAreSparks(MARIADB, "digest_keys", KEYS);
    }

    @Test
    void mariaDbDigestsUnsignedNumbersAndTextsOfOtherCharacterSetsAsSparkDoes() {
        MARIADB.execute(
                "CREATE TABLE digest_latin (id bigint unsigned, name varchar(20) CHARACTER SET latin1, at datetime)",
                "INSERT INTO digest_latin VALUES (18446744073709551615, 'Grüße', now()), (0, 'ÿ', now()), (NULL, 'x', now())");

        assertThatDigestsAreSparks(
                MARIADB, "digest_latin", List.of(List.of("id"), List.of("name"), List.of("id", "name")));
    }

    @Test
    void columnsOfAKeyAreNotRunTogether() {
        POSTGRES.execute(
                "CREATE TABLE digest_pairs (a text, b text, at timestamp)",
                "INSERT INTO digest_pairs VALUES ('a', 'bc', now()), ('ab', 'c', now()), ('a|', 'b', now()),"
                        + " ('a', '|b', now()), ('a~', '|b', now()), ('a~|', 'b', now())");
        try (Changes changes = Windows.open(Readings.table(POSTGRES, "digest_pairs"));
                Reading reading = changes.keys(List.of("a", "b")).open()) {
            assertThat(KeyDigest.buckets(reading.rows(), List.of("a", "b")).keys())
                    .isEqualTo(6);
            assertThat(reading.rows()
                            .select(KeyDigest.bucket(List.of("a", "b")))
                            .distinct()
                            .count())
                    .isEqualTo(6);
        }
        assertThatDigestsAreSparks(POSTGRES, "digest_pairs", List.of(List.of("a", "b")));
    }

    @Test
    void onlyTheKeysOfTheBucketsAskedForAreRead() {
        for (TestDatabase database : List.of(POSTGRES, MARIADB)) {
            try (Changes changes = Windows.open(Readings.table(database, "digest_keys"))) {
                Keys keys = changes.keys(List.of("id", "name"));
                KeyBuckets all = keys.digests().orElseThrow();
                try (Reading some = keys.open(Set.of("00", "7f", "ff"))) {
                    assertThat(some.rows().columns()).containsExactly("id", "name");
                    KeyBuckets read = KeyDigest.buckets(some.rows(), List.of("id", "name"));
                    assertThat(read.contents()).containsOnlyKeys("00", "7f", "ff");
                    assertThat(all.contents()).containsAllEntriesOf(read.contents());
                }
            }
        }
    }

    @Test
    void dateThatHasNoTextOfItsOwnIsInABucketAllTheSame() {
        POSTGRES.execute(
                "CREATE TABLE digest_days (day date, at timestamp)",
                "INSERT INTO digest_days VALUES ('infinity', now()), ('2024-02-29', now()), (NULL, now())");
        try (Changes changes = Windows.open(Readings.table(POSTGRES, "digest_days"))) {
            assertThat(changes.keys(List.of("day")).digests().orElseThrow().keys())
                    .isEqualTo(2);
        }
    }

    @Test
    void keysOfOtherTypesAreReadInstead() {
        for (TestDatabase database : List.of(POSTGRES, MARIADB)) {
            try (Changes changes = Windows.open(Readings.table(database, "digest_keys"))) {
                Keys keys = changes.keys(List.of("id", "amount"));

                assertThat(keys.digests()).isEmpty();
                assertThatThrownBy(() -> keys.open(Set.of("00")))
                        .hasMessage("There are no digests of " + changes.describe());
                try (Reading reading = keys.open()) {
                    assertThat(reading.rows().columns()).containsExactly("id", "amount");
                    assertThat(reading.rows().count()).isEqualTo(ROWS);
                }
            }
        }
    }

    private static void assertThatDigestsAreSparks(TestDatabase database, String table, List<List<String>> all) {
        try (Changes changes = Windows.open(Readings.table(database, table))) {
            for (List<String> key : all) {
                Keys keys = changes.keys(key);
                try (Reading reading = keys.open()) {
                    Dataset<Row> rows = reading.rows();
                    assertThat(keys.digests().orElseThrow()).as("%s", key).isEqualTo(KeyDigest.buckets(rows, key));
                }
            }
        }
    }

    private static void fill(TestDatabase database, String insert) throws SQLException {
        Random random = new Random(20240501);
        try (Connection connection = database.connect();
                PreparedStatement row = connection.prepareStatement(insert)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                row.setLong(1, i == 0 ? Long.MIN_VALUE : random.nextLong());
                row.setShort(2, (short) random.nextInt());
                row.setString(3, i < AWKWARD.size() ? AWKWARD.get(i) : text(random));
                row.setString(4, text(random));
                row.setString(
                        5,
                        UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)})
                                .toString());
                row.setString(
                        6,
                        LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000))
                                .toString());
                row.addBatch();
            }
            row.executeBatch();
            connection.commit();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(AWKWARD.get(random.nextInt(AWKWARD.size())));
            text.appendCodePoint(random.nextInt(0x20, 0xd7ff));
            text.appendCodePoint(random.nextInt(0x1f300, 0x1f6ff));
        }
        return text.toString();
    }
}
