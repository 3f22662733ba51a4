package io.highwater.common.source;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/**
 * Another Delta table, read at the version it has when the reading opens.
 *
 * @param path the table's directory, any Hadoop URI
 */
public record DeltaSource(String path) implements Source {
    @Override
    public Reading open(SparkSession spark) {
        Snapshot snapshot = DeltaLog.forTable(spark, path).update(false, Option.empty(), Option.empty());
        if (snapshot.version() < 0) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + path + ": there is no Delta table. Check highwater.source.path.");
        }
        Dataset<Row> rows = spark.read()
                .format("delta")
                .option("versionAsOf", snapshot.version())
                .load(path);
        String name = "Delta table " + path + " at version " + snapshot.version();
        ReadPlan plan = new ReadPlan(
                name,
                List.of(new ReadPlan.Split(
                        snapshot.numOfFiles() + " files, " + snapshot.sizeInBytes() + " bytes", OptionalLong.empty())),
                OptionalLong.empty(),
                ReadPlan.Consistency.oneSnapshot("version " + snapshot.version()),
                List.of());
        return new FrameReading(plan, rows);
    }

    @Override
    public List<DataPlace> places(SparkSession spark) {
        return List.of(new DataPlace.Directory(path));
    }

    @Override
    public Changes changes(SparkSession spark, Cursor cursor, Clock clock) {
        return new FrameChanges(open(spark), cursor, clock, FrameChanges.Skipping.BY_STATISTICS);
    }
}
