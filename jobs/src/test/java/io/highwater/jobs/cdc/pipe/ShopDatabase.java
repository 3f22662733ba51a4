package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestDatabase;
import java.util.List;

/**
 * Two tables in PostgreSQL and what happens to them, stage by stage. Changes of {@code accounts} bring the former key alone,
 * those of {@code letters} the former row (REPLICA IDENTITY FULL). Large values are kept apart from their rows.
 */
final class ShopDatabase {
    private static final Mirror ACCOUNTS = new Mirror(
            "piped.accounts",
            "id",
            "concat_ws('|', id, coalesce(name, '~'), coalesce(md5(document), '~'), coalesce(price::text, '~'),"
                    + " coalesce(to_char(seen AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '~'), born,"
                    + " coalesce(pieces::text, '~'))",
            "concat_ws('|', id, coalesce(name, '~'), coalesce(md5(document), '~'), coalesce(CAST(price AS STRING), '~'),"
                    + " coalesce(date_format(seen, 'yyyy-MM-dd HH:mm:ss.SSSSSS'), '~'), born,"
                    + " coalesce(CAST(pieces AS STRING), '~'))");
    private static final Mirror LETTERS = new Mirror(
            "piped.letters",
            "place, nr",
            "concat_ws('|', place, nr, coalesce(title, '~'), md5(body), md5(encode(seal, 'hex')),"
                    + " md5(array_to_string(words, ',')))",
            "concat_ws('|', place, nr, coalesce(title, '~'), md5(body), md5(lower(hex(seal))),"
                    + " md5(array_join(words, ',')))");

    private final TestDatabase database;

    ShopDatabase(TestDatabase database) {
        this.database = database;
    }

    static List<Mirror> tables() {
        return List.of(ACCOUNTS, LETTERS);
    }

    TestDatabase database() {
        return database;
    }

    void create() {
        database.execute(
                "CREATE SCHEMA piped",
                "CREATE TABLE piped.accounts (id bigint PRIMARY KEY, name text, document text, price numeric(12,2),"
                        + " seen timestamptz, born date, pieces int)",
                "CREATE TABLE piped.letters (place text, nr int, title text, body text, seal bytea, words text[],"
                        + " PRIMARY KEY (place, nr))",
                "ALTER TABLE piped.letters REPLICA IDENTITY FULL",
                "INSERT INTO piped.accounts VALUES (1, 'größe 📦', " + large(1) + ", -9999999999.99,"
                        + " '2024-02-29 09:30:00.123456+02', '1969-12-31', -2147483648), (2, null, null, null, null, '2024-01-01',"
                        + " null)",
                "INSERT INTO piped.accounts SELECT i, 'of many ' || i, " + large(2)
                        + ", i, '2024-01-01Z', '2024-01-01', i" + " FROM generate_series(10, 19) AS i",
                letter(1),
                letter(2),
                letter(3));
    }

    /** Rows come, change and go; keys change; large values stay as they are, or change alone. */
    void change() {
        database.execute(
                "UPDATE piped.accounts SET name = 'large value kept' WHERE id IN (1, 10)",
                "UPDATE piped.accounts SET document = " + large(3) + " WHERE id = 11",
                "UPDATE piped.accounts SET name = 'and kept again' WHERE id = 11",
                "UPDATE piped.accounts SET document = null WHERE id = 12",
                "UPDATE piped.accounts SET id = 20 WHERE id = 2",
                "DELETE FROM piped.accounts WHERE id IN (13, 14)",
                "BEGIN",
                "INSERT INTO piped.accounts (id, born) VALUES (14, '9999-12-31'), (30, '0001-01-01')",
                "UPDATE piped.accounts SET price = 0.01 WHERE id = 30",
                "DELETE FROM piped.accounts WHERE id = 15",
                "COMMIT",
                "BEGIN",
                "DELETE FROM piped.accounts",
                "ROLLBACK",
                "UPDATE piped.letters SET title = null WHERE nr = 1",
                "UPDATE piped.letters SET place = 'there', nr = nr + 10 WHERE nr > 1",
                "UPDATE piped.letters SET nr = 3 WHERE nr = 13");
    }

    /** A key changes, and a large value with it does not. */
    void changeKeyAlone() {
        database.execute("UPDATE piped.accounts SET id = 26 WHERE id = 16");
    }

    /** Makes the source send that value, which stays the same. */
    void touch() {
        database.execute("UPDATE piped.accounts SET document = document || '' WHERE id = 26");
    }

    /** Tables are emptied and filled again, and get other columns. */
    void emptyAndAlter() {
        database.execute(
                "TRUNCATE piped.letters",
                letter(1),
                letter(5),
                "UPDATE piped.letters SET nr = 6 WHERE nr = 5",
                "DELETE FROM piped.letters WHERE nr = 1",
                letter(1),
                "ALTER TABLE piped.accounts ADD COLUMN remark text",
                "UPDATE piped.accounts SET remark = 'remarked' WHERE id = 1",
                "ALTER TABLE piped.accounts ALTER COLUMN pieces TYPE bigint",
                "UPDATE piped.accounts SET pieces = 9223372036854775807 WHERE id = 10",
                "INSERT INTO piped.accounts (id, born, pieces) VALUES (40, '2024-01-01', 3000000000)");
    }

    private static String letter(int id) {
        return "INSERT INTO piped.letters SELECT 'here', %1$d, 'letter %1$d', b, decode(b, 'hex'), string_to_array(b, 'a') FROM %2$s AS l(b)"
                .formatted(id, large(id));
    }

    /** Text of hexadecimal digits that does not compress, so that it is kept apart from its row. */
    private static String large(int seed) {
        return "(SELECT string_agg(md5(i::text || '%d'), '' ORDER BY i) FROM generate_series(1, 300) AS i)"
                .formatted(seed);
    }
}
