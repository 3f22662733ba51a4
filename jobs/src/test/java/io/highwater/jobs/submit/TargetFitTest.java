package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.spark.Build;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is pasted runs the jar for the Spark that is there, with the Delta that this jar needs. */
class TargetFitTest {
    private static final Pattern JAR = Pattern.compile("/(highwater[a-z0-9.-]*[.]jar)");
    private static final Pattern DELTA = Pattern.compile("io[.]delta:(delta-spark[_0-9.]*):([0-9.]+)");

    /** Versions are those that the platforms document. */
    @ParameterizedTest
    @CsvSource({
        "emr, 3.5.6, 3.3.2",
        "emr-api, 3.5.6, 3.3.2",
        "airflow-emr, 3.5.6, 3.3.2",
        "emr-serverless, 3.5.6,",
        "airflow-emr-serverless, 3.5.6,",
        "dataproc, 4.1.2,",
        "dataproc-template, 4.1.2,",
        "airflow-dataproc, 4.1.2,",
        "dataproc-serverless, 4.0.0,"
    })
    void jarAndDeltaFitThePlatform(String target, String spark, String deltaThere) {
        String text = SubmitRun.of(List.of("--to", target, "--dry-run", "full-refresh", "--conf-file", "s3://b/o.conf"))
                .out();
        Build build = buildOf(text);
        Matcher brought = DELTA.matcher(text);

        assertThat(spark).startsWith(build.spark() + ".");
        assertThat(brought.find()).as("brings Delta").isEqualTo(deltaThere == null);
        assertThat(minor(Optional.ofNullable(deltaThere).orElseGet(() -> brought.group(2))))
                .isEqualTo(minor(version(build.delta())));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://b/highwater-spark-4.0.jar, io.delta:delta-spark_4.0_2.13:4.4.0",
        "s3://b/highwater.jar, io.delta:delta-spark_2.13:4.4.0",
        "s3://b/renamed.jar, io.delta:delta-spark_2.12:3.3.3"
    })
    void deltaFollowsTheJarThatIsGiven(String jar, String delta) {
        assertThat(packages(jar, "org.postgresql:postgresql:42.7.14"))
                .isEqualTo(delta + ",org.postgresql:postgresql:42.7.14");
    }

    @ParameterizedTest
    @CsvSource("s3://b/highwater-spark-4.0.jar, io.delta:delta-spark_4.0_2.13:4.9.9")
    void deltaThatIsGivenIsTaken(String jar, String delta) {
        assertThat(packages(jar, delta)).isEqualTo(delta);
    }

    private static String packages(String jar, String given) {
        String text = SubmitRun.of(List.of(
                        "--to",
                        "emr-serverless",
                        "--dry-run",
                        "--jar",
                        jar,
                        "--packages",
                        given,
                        "full-refresh",
                        "--conf-file",
                        "s3://b/o.conf"))
                .out();
        Matcher packages = Pattern.compile("--packages ([^ ]+)").matcher(text);
        assertThat(packages.find()).as(text).isTrue();
        return packages.group(1);
    }

    private static Build buildOf(String text) {
        Matcher jar = JAR.matcher(text);
        assertThat(jar.find()).as(text).isTrue();
        return Arrays.stream(Build.values())
                .filter(build -> build.jar().equals(jar.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static String version(String coordinates) {
        return coordinates.substring(coordinates.lastIndexOf(':') + 1);
    }

    private static String minor(String version) {
        return version.replaceFirst("^([0-9]+[.][0-9]+).*", "$1");
    }
}
