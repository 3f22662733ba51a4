package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell takes each word of a command line for exactly what it is. */
class ShellTextTest {
    private static final Program BASH = Program.of("bash", "-c");
    /** Instead of the tools: a line for each word, with its line breaks made visible. */
    private static final String TOOLS =
            "show() { for word; do printf '%s\\n' \"${word//$'\\n'/\\\\n}\"; done; }; gcloud() { show \"$@\"; };"
                    + " spark-submit() { show \"$@\"; }\n";

    private static final String AWKWARD =
            "source.query=select 'it''s', \"$HOME\" `id` \\ from t where a < 1 & b > 2; #!*?";

    @BeforeEach
    void bashIsInstalled() {
        assumeTrue(BASH.isInstalled(), "bash is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark-submit", "kubernetes", "dataproc", "dataproc-serverless"})
    void argumentsArriveAsTheyWereGiven(String target) throws Exception {
        String command = SubmitRun.pasted(
                target,
                "backfill",
                "--set",
                AWKWARD,
                "--set",
                "job=a\nb",
                "--from",
                "2024-01-01",
                "--conf-file",
                "s3://o/o");

        assertThat(words(command))
                .endsWith("--set", AWKWARD, "--set", "job=a\\nb", "--from", "2024-01-01", "--conf-file", "s3://o/o");
    }

    @Test
    void optionsStandBeforeTheJarAndTheArgumentsAfterIt() throws Exception {
        List<String> words = words(SubmitRun.pasted(
                "kubernetes",
                "--image",
                "registry/highwater",
                "--conf",
                "spark.driver.extraJavaOptions=-Da=b -Dc=d",
                "pipeline"));

        assertThat(words)
                .containsSequence("--conf", "spark.driver.extraJavaOptions=-Da=b -Dc=d")
                .containsSequence("--conf", "spark.kubernetes.container.image=registry/highwater")
                .endsWith(
                        "--class",
                        "io.highwater.jobs.pipeline.Pipeline",
                        "local:///opt/highwater/highwater.jar",
                        "--conf-file",
                        "/opt/highwater/<configuration>.conf");
    }

    @Test
    void propertiesOfDataprocMayHaveCommasAndTheDelimiterItself() throws Exception {
        List<String> words = words(SubmitRun.pasted(
                "dataproc",
                "--packages",
                "a:b:1,c:d:2",
                "--conf",
                "spark.a=x#y",
                "pipeline",
                "--conf-file",
                "gs://b/p.conf"));
        String properties = words.stream()
                .filter(word -> word.startsWith("--properties="))
                .collect(Collectors.joining())
                .substring("--properties=".length());
        String delimiter = properties.substring(1, properties.indexOf('^', 1));

        assertThat(delimiter).isEqualTo("#_#");
        assertThat(properties.substring(delimiter.length() + 2).split(delimiter))
                .contains("spark.a=x#y", "spark.jars.packages=io.delta:delta-spark_4.1_2.13:4.4.0,a:b:1,c:d:2");
    }

    @Test
    void scriptsThatUsersPasteParse() throws IOException, InterruptedException {
        for (Example example : Example.all()) {
            if (example.file().endsWith(".sh")) {
                Program.of("bash", "-n").output("../scripts/" + example.file());
            }
        }
    }

    private static List<String> words(String command) throws IOException, InterruptedException {
        return Stream.of(BASH.output(TOOLS + command).split("\n")).toList();
    }
}
