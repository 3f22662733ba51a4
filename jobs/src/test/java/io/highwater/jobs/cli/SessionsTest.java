package io.highwater.jobs.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void catalogOfHiveWithoutItsClassesIsRefusedBeforeSparkStarts() {
        assertThatThrownBy(() -> Sessions.open("orders", Map.of("spark.sql.catalogImplementation", "hive")))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "Cannot open a session with spark.sql.catalogImplementation = hive: Spark's classes for Hive are"
                                + " not there. Add spark-hive of this Spark's version to the class path, or leave the setting out.");
    }
}
