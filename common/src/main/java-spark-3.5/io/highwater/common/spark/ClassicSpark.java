package io.highwater.common.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD$;
import org.apache.spark.sql.types.DataType;
import scala.Option;

/** What Spark offers below its documented interface, or offers differently from version to version. Here: Spark 3.5. */
public final class ClassicSpark {
    private ClassicSpark() {}

    /** The rows of a plan. */
    public static Dataset<Row> rows(SparkSession spark, LogicalPlan plan) {
        return Dataset.ofRows(spark, plan);
    }

    /** The rows as Spark computes them. */
    public static RDD<InternalRow> computed(Dataset<Row> rows) {
        return rows.queryExecution().toRdd();
    }

    /** The same rows, computed already: what is planned over them begins with these. */
    public static Dataset<Row> over(RDD<InternalRow> computed, Dataset<Row> rows) {
        return rows(rows.sparkSession(), LogicalRDD$.MODULE$.fromDataset(computed, rows, false));
    }

    /** A session with the same settings and tables, whose own changes stay its own. */
    public static SparkSession cloned(SparkSession spark) {
        return spark.cloneSession();
    }

    public static Column column(Expression expression) {
        return new Column(expression);
    }

    public static Expression expression(Column column) {
        return column.expr();
    }

    /** The value as another type, or NULL where it is none of that type. */
    public static Column tryCast(Column value, DataType type) {
        return new Column(new Cast(value.expr(), type, Option.empty(), EvalMode.TRY()));
    }
}
