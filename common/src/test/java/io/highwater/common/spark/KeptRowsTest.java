package io.highwater.common.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.LostBlocks;
import io.highwater.common.testing.TestSpark;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class KeptRowsTest {
    private final SparkSession spark = TestSpark.session();
    private final LongAccumulator computed = spark.sparkContext().longAccumulator();

    @Test
    void keptRowsAreComputedOnceAndAgainOnlyIfTheyAreLost() {
        Dataset<Row> kept = KeptRows.of(tenRows(spark, computed));

        assertThat(kept.count()).isEqualTo(10);
        assertThat(kept.filter("id >= 5").count()).isEqualTo(5);
        assertThat(computed.value()).isEqualTo(10);

        LostBlocks.loseAll(spark);

        assertThat(kept.filter("id >= 5").count()).isEqualTo(5);
        assertThat(computed.value()).isEqualTo(20);
    }

    private static Dataset<Row> tenRows(SparkSession spark, LongAccumulator computed) {
        return spark.range(10)
                .filter((FilterFunction<Long>) row -> {
                    computed.add(1);
                    return true;
                })
                .toDF();
    }
}
