package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.DataPlace;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The changes of a Delta table that keeps a feed of them: first what it holds, as inserts, then what changes.
 *
 * @param path the table's directory, any Hadoop URI
 */
public record DeltaFeed(String path) implements Feed {
    private static final String KEPT = "delta.enableChangeDataFeed";

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
    public Beginning beginning() {
        return Beginning.ROWS;
    }

    /** None: the columns tell all, and changes are kept for some days only. */
    @Override
    public Dataset<Row> present(SparkSession spark) {
        StructType columns = readable(() -> records(changes(spark).load(path))).schema();
        refuseWithoutFeed(spark);
        return Feed.numbered(spark.createDataFrame(List.of(), columns));
    }

    @Override
    public Dataset<Row> stream(SparkSession spark, Limits limits) {
        return readable(() -> records(
                changes(spark).option("maxFilesPerTrigger", limits.files()).load(path)));
    }

    private void refuseWithoutFeed(SparkSession spark) {
        boolean kept = Boolean.parseBoolean(DeltaLog.forTable(spark, path)
                .update(false, Option.empty(), Option.empty())
                .metadata()
                .getConfiguration()
                .getOrDefault(KEPT, "false"));
        if (!kept) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + describe() + ": the table keeps no change data feed. ALTER TABLE delta.`" + path
                            + "` SET TBLPROPERTIES (" + KEPT + " = true), then run again.");
        }
    }

    private static DataStreamReader changes(SparkSession spark) {
        return spark.readStream().format("delta").option("readChangeFeed", "true");
    }

    private Dataset<Row> records(Dataset<Row> rows) {
        return rows.select(new Column[] {col("*"), lit(path).as(Records.ORIGIN), lit(0L).as(Records.BLOCK)});
    }

    private <T> T readable(java.util.function.Supplier<T> action) {
        return Analysis.of(
                action::get, why -> "Cannot read " + describe() + ": " + why + " Check highwater.source.path.");
    }
}
