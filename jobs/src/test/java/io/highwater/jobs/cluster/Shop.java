package io.highwater.jobs.cluster;

import io.highwater.common.testing.TestDatabase;
import java.util.List;

/**
 * A database of which lakes are made: orders, which change, and what a feed would tell of them.
 *
 * @param database where
 * @param schema the shop's own
 * @param rows how many orders there are at first
 */
record Shop(TestDatabase database, String schema, int rows) {
    /** Days that have orders. */
    static final int DAYS = 12;

    private static final String ORDER = "n, date '2024-05-01' + (n %% " + DAYS + ")::int, (n %% 1000) / 8.0, '%s'";

    /** Opens the shop, whatever was there before. */
    void open() {
        database.execute(
                "DROP SCHEMA IF EXISTS " + schema + " CASCADE",
                "CREATE SCHEMA " + schema,
                table("orders") + ", updated_at timestamptz NOT NULL)",
                "CREATE INDEX ON " + schema + ".orders (updated_at)",
                "INSERT INTO " + schema + ".orders SELECT " + order("first") + ", now() - interval '1 day'"
                        + " FROM generate_series(1, " + rows + ") n",
                table("events").replace(" PRIMARY KEY", "") + ", op text, seq bigint, file int)",
                "INSERT INTO " + schema + ".events SELECT " + order("first")
                        + ", 'I', n, n %% 4 FROM generate_series(1, ".replace("%%", "%") + rows + ") n");
    }

    /** A day later: orders have changed, come and gone. */
    void liveOn() {
        String orders = schema + ".orders";
        database.execute(
                "UPDATE " + orders + " SET note = 'second', total = total + 1, updated_at = now() WHERE id % 7 = 0",
                "INSERT INTO " + orders + " SELECT " + order("new") + ", now() FROM generate_series(" + (rows + 1)
                        + ", " + (rows + rows / 10) + ") n",
                "DELETE FROM " + orders + " WHERE id % 100 = 3",
                "INSERT INTO " + schema + ".events SELECT id, day, total + 1, 'second', CASE WHEN id % 100 = 3 THEN 'D'"
                        + " ELSE 'U' END, seq + " + rows + ", 4 + id % 4 FROM " + schema
                        + ".events WHERE id % 7 = 0 OR id % 100 = 3");
    }

    /** What a query of the shop comes to, each row as one text, in order. */
    List<String> rows(String select) {
        return database.texts(select.replace("{shop}", schema)).stream()
                .sorted()
                .toList();
    }

    /** Lines of the feed's file of that number. */
    List<String> feed(int file) {
        return database.texts("SELECT json_build_object('id', id, 'day', day, 'total', total, 'note', note, 'op', op,"
                + " 'seq', seq)::text FROM " + schema + ".events WHERE file = " + file + " ORDER BY seq");
    }

    private String table(String name) {
        return "CREATE TABLE " + schema + "." + name
                + " (id bigint PRIMARY KEY, day date, total numeric(10,2), note text";
    }

    private static String order(String note) {
        return String.format(ORDER, note);
    }
}
