package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.spark.ScalaValues;
import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On tables of many row groups and pages. */
class PageFilterTest {
    private static final Map<String, String> TINY =
            Map.of("parquet.block.size", "16384", "parquet.page.row.count.limit", "100");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int(id)                               | name",
                "date_add(date '1990-01-01', int(id))  | none",
                "id                                    | none"
            })
    void keysFarApartAreFoundWhereverTheyLie(String key, String mapping) {
        MergedTable table = MergedTable.of(directory, Map.of("delta.columnMapping.mode", mapping));
        load(table, "SELECT " + key + " id, 10 at, id n FROM range(0, 20000, 1, 2)");
        table.sql("DELETE FROM {table} WHERE n % 1000 = 1");

        Upsert upsert = table.merge("SELECT " + key + " id, 11 at, id n FROM range(0, 29100, 97)");

        assertThat(upsert).isEqualTo(new Upsert(Upsert.Path.MERGE, 93, 207, 0, 0));
        assertThat(table.texts(
                        "SELECT count(*), count(DISTINCT id), count_if(at = 11), count_if(at = 10 AND n % 97 = 0)"
                                + " FROM {table}"))
                .containsExactly("[20073,20073,300,0]");
    }

    @Test
    void columnThatWasWidenedIsFoundInOldAndNewFiles() {
        MergedTable table = MergedTable.of(directory);
        load(table, "SELECT int(id) id, 10 at FROM range(0, 5000, 1, 1)");
        load(table, "SELECT id + 5000 id, 10 at FROM range(0, 5000, 1, 1)");

        assertThat(table.merge("SELECT id * 1000 id, 11 at FROM range(0, 12)"))
                .isEqualTo(new Upsert(Upsert.Path.MERGE, 2, 10, 0, 0));
    }

    @Test
    void otherPagesAreNotRead() {
        MergedTable table = MergedTable.of(directory);
        load(table, "SELECT id, 10 at FROM range(0, 20000, 1, 1)");
        OptimisticTransaction transaction = table.target().log().startTransaction();
        List<ValueRange> ranges =
                List.of(new ValueRange(-9, -1), new ValueRange(700, 710), new ValueRange(19_999, 30_000));
        PageFilter filter = PageFilter.of(transaction.metadata(), "ID", ranges).orElseThrow();

        Dataset<Row> rows = new TableFiles(table.target(), transaction)
                .rows(ScalaValues.list(transaction.filterFiles()), Optional.of(filter));
        List<Long> read = rows.select("id").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();

        assertThat(read).hasSizeBetween(12, 2_000).contains(700L, 705L, 710L, 19_999L);
    }

    private static void load(MergedTable table, String sql) {
        SparkSession spark = TestSpark.session();
        TINY.forEach(spark.sparkContext().hadoopConfiguration()::set);
        try {
            table.merge(spark.sql(sql));
        } finally {
            TINY.keySet().forEach(spark.sparkContext().hadoopConfiguration()::unset);
        }
    }
}
