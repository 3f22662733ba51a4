package io.highwater.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedRowsTest {
    private static final String MICROS = "yyyy-MM-dd HH:mm:ss.SSSSSS";

    private final SparkSession session = TestSpark.session();

    @TempDir
    private Path directory;

    @Test
    void rowsAreThoseThatSparkReads() {
        String table = "delta.`" + directory.resolve("all") + "`";
        session.sql("CREATE TABLE " + table
                + " (id BIGINT, `a b` STRING, i INT, s SMALLINT, t TINYINT, b BOOLEAN, d DOUBLE,"
                + " f FLOAT, n DECIMAL(38, 18), x BINARY, day DATE, at TIMESTAMP, local TIMESTAMP_NTZ, words ARRAY<STRING>)"
                + " USING DELTA PARTITIONED BY (t) TBLPROPERTIES (delta.enableDeletionVectors = true,"
                + " delta.columnMapping.mode = 'name')");
        session.sql("INSERT INTO " + table + " SELECT id, 'é' || id, 2147483647, -32768, 127, id % 2 = 0, 0.1, -1.5,"
                + " 12345678901234567890.000000000000000001, X'00FF', DATE'1582-10-04' + CAST(id AS INT),"
                + " TIMESTAMP'1899-12-31 23:59:59.999999', TIMESTAMP_NTZ'9999-12-31 23:59:59.999999', array('x', NULL)"
                + " FROM range(8)");
        session.sql("INSERT INTO " + table + " (id) VALUES (8)");
        session.sql("DELETE FROM " + table + " WHERE id IN (2, 8)");
        session.sql("INSERT INTO " + table + " (id) VALUES (9)");

        String listed = ListedRows.inPlaceOfTables(session, "SELECT * FROM " + table + " ORDER BY id");

        assertThat(listed).isEqualTo("SELECT * FROM listed_rows_0 ORDER BY id");
        assertThat(texts(listed)).hasSize(8).isEqualTo(texts("SELECT * FROM " + table + " ORDER BY id"));
    }

    @Test
    void whatCannotBeListedIsLeftToSpark() {
        String table = "delta.`" + directory.resolve("maps") + "`";
        session.sql("CREATE TABLE " + table + " (m MAP<STRING, INT>) USING DELTA");
        String nowhere = "SELECT * FROM delta.`" + directory.resolve("nowhere") + "`";

        assertThat(ListedRows.inPlaceOfTables(session, "SELECT m FROM " + table))
                .isEqualTo("SELECT m FROM " + table);
        assertThat(ListedRows.inPlaceOfTables(session, nowhere)).isEqualTo(nowhere);
        assertThat(ListedRows.inPlaceOfTables(session, "DELETE FROM " + table)).isEqualTo("DELETE FROM " + table);
    }

    private List<String> texts(String sql) {
        return session
                .sql("SELECT to_json(struct(*), map('ignoreNullFields', 'false', 'timestampFormat', '" + MICROS
                        + "', 'timestampNTZFormat', '" + MICROS + "')) FROM (" + sql + ")")
                .collectAsList()
                .stream()
                .map((Row row) -> row.getString(0))
                .toList();
    }
}
