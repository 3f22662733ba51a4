package io.highwater.jobs.soak;

import io.highwater.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether a table of the lake is the source, as the source's own SQL sees it.
 *
 * @param rows rows of the source
 * @param missing rows of the source that the lake does not hold like that
 * @param extra rows of the lake that the source does not hold like that
 */
record Verdict(long rows, long missing, long extra) {
    /** Copies the lake's rows into the database and compares them there, as bags. */
    static Verdict of(TestDatabase database, String table, Dataset<Row> lake) throws SQLException {
        String loaded = table + "_loaded";
        database.execute(
                "DROP TABLE IF EXISTS " + loaded, "CREATE TABLE " + loaded + " AS SELECT * FROM " + table + " LIMIT 0");
        copy(database, loaded, lake.collectAsList());
        return new Verdict(
                database.number("SELECT count(*) FROM " + table),
                difference(database, table, loaded),
                difference(database, loaded, table));
    }

    private static long difference(TestDatabase database, String one, String other) {
        return database.number("SELECT count(*) FROM (TABLE " + one + " EXCEPT ALL TABLE " + other + ") d");
    }

    private static void copy(TestDatabase database, String loaded, List<Row> rows) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + loaded + " VALUES (?, ?, ?, ?, to_timestamp(?::numeric / 1000000))")) {
            connection.setAutoCommit(false);
            for (Row row : rows) {
                insert.setLong(1, row.getAs("id"));
                insert.setInt(2, row.getAs("writer"));
                insert.setInt(3, row.getAs("version"));
                insert.setString(4, row.getAs("note"));
                insert.setLong(5, row.getAs("micros"));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
