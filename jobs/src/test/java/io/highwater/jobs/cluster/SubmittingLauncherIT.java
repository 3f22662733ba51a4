package io.highwater.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher makes of how {@code spark-submit} ends; here that is a script which ends as it is told to. */
class SubmittingLauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    @Test
    void driverThatFailedOnAStandaloneClusterFailsTheCommand() throws Exception {
        submitEndsWith(0, "INFO ClientEndpoint: State of driver driver-1 is FAILED, exiting spark-submit JVM.");

        assertThat(code("--master spark://master:7077 --deploy-mode cluster")).isEqualTo(1);
        assertThat(printed())
                .contains("State of driver driver-1 is FAILED")
                .contains("highwater: the run on the cluster failed: why, and with which exit code, stands at the end");
    }

    @Test
    void driverThatFinishedDoesNot() throws Exception {
        submitEndsWith(0, "INFO ClientEndpoint: State of driver driver-1 is FINISHED, exiting spark-submit JVM.");

        assertThat(code("--master spark://master:7077 --conf spark.submit.deployMode=cluster"))
                .isZero();
    }

    @Test
    void whatSparkSubmitEndsWithIsWhatTheCommandDoes() throws Exception {
        submitEndsWith(4, "refused");

        assertThat(code("--deploy-mode=cluster")).isEqualTo(4);
        assertThat(code("--master spark://master:7077")).isEqualTo(4);
    }

    /** Spark gives them to every driver but those that its own cluster starts. */
    @Test
    void driverOnAStandaloneClusterGetsTheOptionsThatSparkNeeds() throws Exception {
        submitEndsWith(0, "$*");

        assertThat(submitted("--master spark://master:7077 --deploy-mode cluster --driver-memory 2g"))
                .contains("--driver-java-options --add-opens=java.base/java.lang=ALL-UNNAMED ")
                .contains("sun.util.calendar=ALL-UNNAMED --master spark://master:7077");
        for (String others : List.of(
                "--master spark://master:7077 --deploy-mode cluster --driver-java-options -Dmine=1",
                "--master spark://master:7077",
                "--master yarn --deploy-mode cluster")) {
            assertThat(submitted(others)).contains(others).doesNotContain("--add-opens");
        }
    }

    private String submitted(String options) throws IOException, InterruptedException {
        code(options);
        return printed();
    }

    private void submitEndsWith(int code, String said) throws IOException {
        Path submit = Files.createDirectories(directory.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/usr/bin/env bash\necho \"" + said + "\" >&2\nexit " + code + "\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int code(String options) throws IOException, InterruptedException {
        Map<String, String> environment =
                Map.of("SPARK_HOME", directory.toString(), "HIGHWATER_SUBMIT_OPTIONS", options);
        return new Place("nowhere", environment)
                .start(ROOT.resolve("scripts/highwater"), directory.resolve("printed"), List.of("status"))
                .waitFor();
    }

    private String printed() throws IOException {
        return Files.readString(directory.resolve("printed"));
    }
}
