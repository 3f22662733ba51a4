package io.highwater.common.testing;

import io.highwater.common.spark.ScalaValues;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/** What becomes of rows that Spark keeps when the executor that has them dies. */
public final class LostBlocks {
    private LostBlocks() {}

    /** Loses all that are kept now. */
    public static void loseAll(SparkSession spark) {
        ScalaValues.map(spark.sparkContext().getPersistentRDDs())
                .keySet()
                .forEach(rdd -> SparkEnv.get().blockManager().master().removeRdd((Integer) rdd, true));
    }
}
