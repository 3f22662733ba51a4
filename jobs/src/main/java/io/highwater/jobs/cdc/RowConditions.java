package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.Analysis;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.spark.ScalaValues;
import io.highwater.jobs.cdc.format.Events;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Holds the rows of events against a user's conditions, each as far as an event has the columns that the condition is about. */
final class RowConditions {
    private RowConditions() {}

    /** The rows, with a problem where one does not meet a condition. */
    static Dataset<Row> checked(Dataset<Row> typed, List<RowCheck> checks) {
        Dataset<Row> result = typed;
        for (RowCheck check : checks) {
            Dataset<Row> open = result.select(col("*"), col(Events.ROW + ".*"));
            Column fails = col(Events.OP)
                    .equalTo(Events.UPSERT)
                    .and(has(columns(typed.sparkSession(), check)))
                    .and(check.fails());
            result = open.withColumn(
                            Events.PROBLEM, coalesce(col(Events.PROBLEM), when(fails, lit("check " + check.name()))))
                    .select(Arrays.stream(typed.columns())
                            .map(name -> col(name))
                            .toArray(Column[]::new));
        }
        return result;
    }

    private static Column has(List<String> columns) {
        return not(exists(col(Events.MISSING), name -> lower(name).isin(columns.toArray())));
    }

    /** The words of a condition that may be columns. */
    private static List<String> columns(SparkSession spark, RowCheck check) {
        List<Expression> leaves = ScalaValues.list(parsed(spark, check).collectLeaves());
        return leaves.stream()
                .filter(UnresolvedAttribute.class::isInstance)
                .flatMap(leaf -> ScalaValues.<String>list(((UnresolvedAttribute) leaf).nameParts()).stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Expression parsed(SparkSession spark, RowCheck check) {
        return Analysis.of(
                () -> spark.sessionState().sqlParser().parseExpression(check.where()),
                why -> "Cannot understand check " + check.name() + ": " + why + " Check highwater.checks.");
    }
}
