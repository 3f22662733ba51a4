package io.highwater.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.spark.BuiltFor;
import io.highwater.jobs.refresh.FullRefresh;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own, on class paths that lack something or have another than they should. */
class ClassPathTest {
    private static final String HERE = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    private BuiltFor built;

    @BeforeEach
    void builtByMaven() {
        built = BuiltFor.of(getClass().getClassLoader()).orElseThrow();
    }

    @Test
    void withoutDeltaACommandSaysWhatToAdd() throws Exception {
        String without = Pattern.compile(File.pathSeparator)
                .splitAsStream(HERE)
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("delta-"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(refusal(without))
                .containsExactly("Highwater cannot run here: Delta Lake is not on the class path. Add it: spark-submit"
                        + " --packages " + built.deltaArtifact() + ".");
    }

    @Test
    void onAnotherSparkACommandSaysWhichJarToUse() throws Exception {
        Files.writeString(directory.resolve("spark-version-info.properties"), "version=3.3.4\n");
        Files.writeString(directory.resolve("library.properties"), "version.number=2.12.15\n");

        assertThat(refusal(directory + File.pathSeparator + HERE))
                .singleElement()
                .asString()
                .contains(
                        "is built for Spark", "Spark 3.3.4 (Scala 2.12) is on the class path", "There are builds for");
    }

    @Test
    void whereTheJvmKeepsSparkOutACommandSaysWhatOpensIt() throws Exception {
        Files.writeString(directory.resolve("orders.conf"), """
                highwater {
                  job = orders, state.path = "%1$s/state", target.path = "%1$s/orders"
                  source { type = jdbc, url = "jdbc:postgresql://nowhere/shop", table = orders }
                }
                """.formatted(directory));

        assertThat(refusal(HERE))
                .last()
                .asString()
                .startsWith("Spark cannot work in this JVM")
                .contains(
                        "--driver-java-options \"--add-opens=java.base/",
                        " --add-opens=java.base/sun.util.calendar=ALL-UNNAMED");
    }

    /** What the command printed, line by line, ended as a configuration that is not usable ends. */
    private List<String> refusal(String classPath) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        FullRefresh.class.getName(),
                        "--conf-file",
                        directory.resolve("orders.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(code).as(String.join("\n", lines)).isEqualTo(3);
        return lines;
    }
}
