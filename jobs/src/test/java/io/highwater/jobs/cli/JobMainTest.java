package io.highwater.jobs.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobMainTest {
    @Test
    void failureIsThrownOnDatabricksInsteadOfEndingTheProcess() {
        assertThatThrownBy(() -> JobMain.failIfShared(process(Map.of("DATABRICKS_RUNTIME_VERSION", "17.3")), 3))
                .hasMessage("Highwater ended with exit code 3; the log says why, above or in the standard error.");
        assertThatCode(() -> JobMain.failIfShared(process(Map.of()), 3)).doesNotThrowAnyException();
    }

    private static Surroundings process(Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Surroundings(nowhere, nowhere, environment, Clock.systemUTC(), step -> {});
    }
}
