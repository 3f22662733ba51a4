package io.highwater.common.source;

import io.highwater.common.error.Analysis;
import io.highwater.common.spark.ScalaValues;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;

/**
 * What a query in Spark's SQL comes to, over tables of the lake.
 *
 * @param query the query
 */
public record QuerySource(String query) implements Source {
    private static final int SHOWN = 60;

    @Override
    public Reading open(SparkSession spark) {
        Dataset<Row> rows = Analysis.of(
                () -> spark.sql(query), why -> "Cannot understand " + name() + ": " + why + " Check the step's query.");
        return new FrameReading(
                new ReadPlan(
                        name(),
                        List.of(new ReadPlan.Split("as Spark plans it", OptionalLong.empty())),
                        OptionalLong.empty(),
                        ReadPlan.Consistency.notOneSnapshot("each table as it is when the query begins"),
                        List.of()),
                rows);
    }

    /** The tables and files that Spark finds in the query. */
    @Override
    public List<DataPlace> places(SparkSession spark) {
        return ScalaValues.list(spark.sql(query).queryExecution().analyzed().collectLeaves()).stream()
                .filter(leaf ->
                        leaf instanceof LogicalRelation relation && relation.relation() instanceof HadoopFsRelation)
                .map(leaf -> (HadoopFsRelation) ((LogicalRelation) leaf).relation())
                .flatMap(files -> ScalaValues.list(files.location().rootPaths()).stream())
                .distinct()
                .<DataPlace>map(path -> new DataPlace.Directory(path.toString()))
                .toList();
    }

    @Override
    public Changes changes(SparkSession spark, Cursor cursor, Clock clock) {
        return new FrameChanges(open(spark), cursor, clock, FrameChanges.Skipping.NONE);
    }

    private String name() {
        String line = query.strip().replaceAll("\\s+", " ");
        return "query " + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…");
    }
}
