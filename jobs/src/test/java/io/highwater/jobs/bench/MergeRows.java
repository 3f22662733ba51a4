package io.highwater.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Orders in ten columns, and changes to them. */
final class MergeRows {
    private static final long NEW_PERMILLE = 50;

    private MergeRows() {}

    /** Orders 0 to {@code rows}, written as eight tasks would. */
    static Dataset<Row> initial(SparkSession spark, long rows) {
        return orders(spark.range(0, rows, 1, 8).toDF("order_id"), 0);
    }

    /** One in ten anywhere, the others among the newest 5 %, and of those some that are new. */
    static Dataset<Row> changes(SparkSession spark, long rows, int round) {
        long newest = rows / 20;
        Column n = col("n");
        Column anywhere = n.multiply(rows / MergeContender.CHANGES).plus(round);
        Column recent = lit(rows - newest)
                .plus(n.multiply(newest / MergeContender.CHANGES))
                .plus(round);
        Column added = n.plus(lit(rows + (long) round * MergeContender.CHANGES));
        Column key = when(n.mod(10).equalTo(0), anywhere)
                .when(n.mod(1000).geq(1000 - NEW_PERMILLE), added)
                .otherwise(recent);
        return orders(spark.range(0, MergeContender.CHANGES, 1, 1).toDF("n").select(key.as("order_id")), round);
    }

    private static Dataset<Row> orders(Dataset<Row> keys, int round) {
        Column id = col("order_id");
        return keys.select(
                id,
                expr("int(order_id % 90000)").as("customer_id"),
                lit(round).as("status"),
                expr("int(order_id % 40)").as("quantity"),
                expr("cast(order_id % 100000 * 1.37 as decimal(12, 2))").as("total"),
                expr("concat('Order ', md5(string(order_id)))").as("note"),
                expr("element_at(array('card', 'invoice', 'cash', 'voucher'), int(order_id % 4) + 1)")
                        .as("payment"),
                expr("timestamp_seconds(1700000000 + order_id * 7 + " + round * 1_000_000_000L + ")")
                        .as("changed_at"),
                expr("date_add(date '2024-01-01', int(order_id / 12000))").as("due_on"),
                expr("order_id % 3 = 0").as("paid"));
    }
}
