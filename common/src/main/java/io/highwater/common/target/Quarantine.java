package io.highwater.common.target;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows of a job that were set aside: a Delta table with {@code run}, {@code generation}, {@code reasons} (the names of
 * the checks), {@code quarantined_at} and {@code row} (the whole row as JSON).
 */
public final class Quarantine {
    private final SparkSession spark;
    private final String path;

    /** The quarantine of one job below a state path. */
    public Quarantine(SparkSession spark, String statePath, String job) {
        this.spark = spark;
        this.path = statePath + "/quarantine/" + job;
    }

    /** Where to look, as SQL wants it. */
    public String sql() {
        return "delta.`" + path + "`";
    }

    /**
     * Sets rows aside, in one commit. What runs after {@code committed} left here is dropped with it: they never
     * committed, so repeating a run that died does not repeat its rows.
     *
     * @param rows the rows
     * @param reasons a condition for each reason a row may be here
     * @param stamp the run
     * @param committed the generation of the job's last commit to its target
     */
    public void add(Dataset<Row> rows, Map<String, Column> reasons, Stamp stamp, long committed) {
        write(described(rows, reasons, stamp), stamp, committed);
    }

    /** The same, but rows that committed runs have set aside before are not set aside again. */
    public void addUnseen(Dataset<Row> rows, Map<String, Column> reasons, Stamp stamp, long committed) {
        Dataset<Row> described = described(rows, reasons, stamp);
        if (!exists()) {
            write(described, stamp, committed);
            return;
        }
        Dataset<Row> seen = spark.read()
                .format("delta")
                .load(path)
                .filter(col("generation").leq(committed))
                .select(col("row").as("seen"));
        write(described.join(seen, col("row").equalTo(col("seen")), "left_anti"), stamp, committed);
    }

    /**
     * Sets rows aside that are not set aside yet, in one commit.
     *
     * @param rows the rows, each different from all others of the job
     * @param columns those of their columns that are kept
     * @param reason why each is here
     */
    public void addOnce(Dataset<Row> rows, List<String> columns, Column reason, Stamp stamp) {
        Dataset<Row> described = described(rows, columns, array(reason), stamp);
        Dataset<Row> unseen = exists()
                ? described.join(
                        spark.read()
                                .format("delta")
                                .load(path)
                                .select(col("row").as("seen")),
                        col("row").equalTo(col("seen")),
                        "left_anti")
                : described;
        unseen.write()
                .format("delta")
                .option("userMetadata", stamp.json())
                .mode("append")
                .save(path);
    }

    private static Dataset<Row> described(Dataset<Row> rows, Map<String, Column> reasons, Stamp stamp) {
        Column[] names = reasons.entrySet().stream()
                .map(reason -> when(reason.getValue(), lit(reason.getKey())))
                .toArray(Column[]::new);
        return described(rows, Arrays.asList(rows.columns()), array_compact(array(names)), stamp);
    }

    private static Dataset<Row> described(Dataset<Row> rows, List<String> columns, Column reasons, Stamp stamp) {
        Column[] all = columns.stream().map(name -> col(Names.quoted(name))).toArray(Column[]::new);
        return rows.select(
                lit(stamp.run()).as("run"),
                lit(stamp.generation()).as("generation"),
                reasons.as("reasons"),
                current_timestamp().as("quarantined_at"),
                to_json(struct(all), Map.of("ignoreNullFields", "false")).as("row"));
    }

    private void write(Dataset<Row> described, Stamp stamp, long committed) {
        var writer = described.write().format("delta").option("userMetadata", stamp.json());
        if (exists()) {
            writer.mode("overwrite")
                    .option("replaceWhere", "generation > " + committed)
                    .save(path);
        } else {
            writer.mode("append").save(path);
        }
    }

    /** Drops what runs after {@code committed} left here: they died before they committed. */
    public void forgetAfter(long committed) {
        if (exists()) {
            DeltaTable.forPath(spark, path).delete(col("generation").gt(committed));
        }
    }

    private boolean exists() {
        return DeltaTable.isDeltaTable(spark, path);
    }
}
