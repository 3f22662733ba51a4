package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.error.Analysis;
import io.highwater.common.source.DataPlace;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The changes of a Delta table that keeps a feed of them: first what it holds, as inserts, then what changes.
 *
 * @param path the table's directory, any Hadoop URI
 */
public record DeltaFeed(String path) implements Feed {
    private static final String READ = "readChangeFeed";

    @Override
    public String describe() {
        return "changes of Delta table " + path;
    }

    @Override
    public List<DataPlace> places() {
        return List.of(new DataPlace.Directory(path));
    }

    @Override
    public Form form() {
        return Form.COLUMNS;
    }

    @Override
    public Dataset<Row> present(SparkSession spark) {
        return readable(() -> Feed.numbered(records(spark.read()
                .format("delta")
                .option(READ, "true")
                .option("startingVersion", 0)
                .load(path))));
    }

    @Override
    public Dataset<Row> stream(SparkSession spark, Limits limits) {
        return readable(() -> records(spark.readStream()
                .format("delta")
                .option(READ, "true")
                .option("maxFilesPerTrigger", limits.files())
                .load(path)));
    }

    private Dataset<Row> records(Dataset<Row> rows) {
        return rows.select(new Column[] {col("*"), lit(path).as(Records.ORIGIN), lit(0L).as(Records.BLOCK)});
    }

    private <T> T readable(java.util.function.Supplier<T> action) {
        return Analysis.of(
                action::get, why -> "Cannot read " + describe() + ": " + why + " Check highwater.source.path.");
    }
}
