package io.highwater.jobs.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as it is in an archive: beside the jar, without sources. */
class LauncherIT {
    private static final Path ROOT = Path.of(System.getProperty("highwater.root"));

    @TempDir
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        for (String folder : List.of("bin", "jars", "conf")) {
            Files.createDirectory(home.resolve(folder));
        }
        for (String script : List.of("highwater", "class-archive")) {
            Files.copy(
                    ROOT.resolve("scripts").resolve(script), home.resolve("bin").resolve(script));
        }
        for (String settings : List.of("jvm-17.options", "log4j2.properties")) {
            Files.copy(
                    ROOT.resolve("conf").resolve(settings), home.resolve("conf").resolve(settings));
        }
        Files.copy(Path.of(System.getProperty("highwater.jar")), home.resolve("jars/highwater.jar"));
    }

    @AfterEach
    void takeBack() throws IOException {
        Files.deleteIfExists(home.resolve("lib"));
    }

    @Test
    void withTheLibrariesItRunsInLocalMode() throws IOException, InterruptedException {
        Files.createSymbolicLink(home.resolve("lib"), Path.of(System.getProperty("highwater.lib")));

        Said version = run(Map.of(), "--version");

        assertThat(version.text())
                .startsWith("highwater " + System.getProperty("highwater.version") + "\nbuilt for Spark ");
        assertThat(version.exitCode()).isZero();
    }

    @Test
    void withASparkItSubmitsToIt() throws IOException, InterruptedException {
        Path submit = Files.createDirectories(home.resolve("spark/bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));

        Said said = run(Map.of("SPARK_HOME", home.resolve("spark").toString()), "status");

        assertThat(said.text())
                .isEqualTo("--class io.highwater.jobs.Highwater " + home.toRealPath() + "/jars/highwater.jar status\n");
    }

    @Test
    void withNeitherItSaysWhatIsMissing() throws IOException, InterruptedException {
        Said said = run(Map.of(), "status");

        assertThat(said.text())
                .isEqualTo(
                        "highwater: there is no Spark here: set SPARK_HOME to one, or take the archive whose name ends in"
                                + " -local, which brings one\n");
        assertThat(said.exitCode()).isEqualTo(2);
    }

    private Said run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/highwater").toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private record Said(int exitCode, String text) {}
}
