package io.highwater.common.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.execution.LogicalRDD$;
import org.apache.spark.sql.types.DataType;

/** What Spark offers below its documented interface, or offers differently from version to version. Here: Spark 4. */
public final class ClassicSpark {
    private ClassicSpark() {}

    /** The rows of a plan. */
    public static Dataset<Row> rows(SparkSession spark, LogicalPlan plan) {
        return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(classic(spark), plan);
    }

    /** The rows as Spark computes them. */
    public static RDD<InternalRow> computed(Dataset<Row> rows) {
        return classic(rows).queryExecution().toRdd();
    }

    /** The same rows, computed already: what is planned over them begins with these. */
    public static Dataset<Row> over(RDD<InternalRow> computed, Dataset<Row> rows) {
        return rows(rows.sparkSession(), LogicalRDD$.MODULE$.fromDataset(computed, classic(rows), false));
    }

    /** A session with the same settings and tables, whose own changes stay its own. */
    public static SparkSession cloned(SparkSession spark) {
        return classic(spark).cloneSession();
    }

    public static Column column(Expression expression) {
        return ExpressionUtils.column(expression);
    }

    public static Expression expression(Column column) {
        return ExpressionUtils.expression(column);
    }

    /** The value as another type, or NULL where it is none of that type. */
    public static Column tryCast(Column value, DataType type) {
        return value.try_cast(type);
    }

    private static org.apache.spark.sql.classic.Dataset<Row> classic(Dataset<Row> rows) {
        return (org.apache.spark.sql.classic.Dataset<Row>) rows;
    }

    private static org.apache.spark.sql.classic.SparkSession classic(SparkSession spark) {
        return (org.apache.spark.sql.classic.SparkSession) spark;
    }
}
