package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;

/**
 * How the rows of a table in PostgreSQL, and those of the Delta table that is to equal it, are printed alike: each value as
 * text, long ones as a digest, {@code ~} for NULL.
 *
 * @param table the table, with its schema before a dot
 * @param key the columns of its key
 * @param inSource a line for each row, as an expression of PostgreSQL
 * @param inTarget the same, as an expression of Spark
 */
record Mirror(String table, String key, String inSource, String inTarget) {
    /** The rows in the database, in the order of the texts. */
    List<String> source(TestDatabase database) {
        return database.texts("SELECT " + inSource + " FROM " + table).stream()
                .sorted()
                .toList();
    }

    /** The rows of the Delta table that meet a condition, in the same order. */
    List<String> target(Path delta, String condition) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(delta.toString())
                .filter(condition)
                .selectExpr(inTarget)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** The table's name without its schema. */
    String name() {
        return table.substring(table.indexOf('.') + 1);
    }
}
