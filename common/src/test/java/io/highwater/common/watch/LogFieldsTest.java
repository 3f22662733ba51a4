package io.highwater.common.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogFieldsTest {
    private final LogFields fields = new LogFields("orders", "run-1");

    @AfterEach
    void end() {
        LogFields.end();
    }

    @Test
    void unitIsNamedUntilItIsOverAndTheRunUntilItsCommandIs() {
        fields.begin();
        try (var unit = fields.unit("batch 7")) {
            assertThat(List.of(MDC.get("job"), MDC.get("run"), MDC.get("unit")))
                    .containsExactly("orders", "run-1", "batch 7");
        }
        assertThat(MDC.get("unit")).isNull();
        assertThat(MDC.get("run")).isEqualTo("run-1");

        LogFields.end();

        assertThat(MDC.get("job")).isNull();
        assertThat(MDC.get("run")).isNull();
    }

    @Test
    void threadThatWorkedForNothingDoesSoAgainAfterAUnit() {
        fields.unit("batch 7").close();

        assertThat(MDC.get("job")).isNull();
    }

    @Test
    void tasksSayWhichRunTheyAreOf() {
        SparkSession spark = TestSpark.session();
        fields.beginTasks(spark);
        MapFunction<Long, String> said = number -> MDC.get("mdc.job") + " " + MDC.get("mdc.run");

        assertThat(spark.range(1).map(said, Encoders.STRING()).collectAsList()).containsExactly("orders run-1");
    }
}
