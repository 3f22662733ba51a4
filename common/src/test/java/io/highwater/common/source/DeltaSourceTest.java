package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaSourceTest {
    private final SparkSession spark = TestSpark.session();

    @TempDir
    Path directory;

    @Test
    void rowsAreThoseOfTheVersionAtOpening() {
        String path = directory.resolve("table").toString();
        spark.range(3).write().format("delta").save(path);

        try (Reading reading = new DeltaSource(path).open(spark)) {
            spark.range(5).write().format("delta").mode("overwrite").save(path);

            assertThat(reading.rows().count()).isEqualTo(3);
            assertThat(reading.plan().consistency()).isEqualTo(ReadPlan.Consistency.oneSnapshot("version 0"));
        }
    }

    @Test
    void whereThereIsNoTableItSaysSo() {
        assertThatThrownBy(() -> new DeltaSource(directory + "/none").open(spark))
                .hasMessage(
                        "Cannot read " + directory + "/none: there is no Delta table. Check highwater.source.path.");
    }
}
