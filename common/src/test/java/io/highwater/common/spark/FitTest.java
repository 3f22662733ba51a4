package io.highwater.common.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final BuiltFor BUILT = new BuiltFor(
            "4.2.0", "2.13", "4.4.0", "io.delta:delta-spark_2.13:4.4.0", "io.delta:delta-kernel-defaults:4.4.0");

    @Test
    void anotherPatchLevelFits() {
        assertThatCode(() -> fit("4.2.1", "2.13.19", new Platform.Delta.Known("4.4.1")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatTellsNothingOfItselfIsTaken() {
        Platform silent =
                new Platform(Optional.empty(), Optional.empty(), new Platform.Delta.Unknown(), Platform.Kernel.THERE);

        assertThatCode(() -> new Fit(BUILT, silent).check()).doesNotThrowAnyException();
    }

    @Test
    void anotherSparkIsToldWithTheJarForIt() {
        refused("3.5.6", "2.12.18", new Platform.Delta.Known("3.3.2"))
                .hasMessage(
                        "Highwater cannot run here: this jar is built for Spark 4.2 (Scala 2.13), and Spark 3.5.6 (Scala"
                                + " 2.12) is on the class path. Use highwater-spark-3.5.jar, of the release or made by ./mvnw"
                                + " -Pspark-3.5 -DskipTests package.");
    }

    @Test
    void aSparkThatThereIsNoBuildForIsToldWithThoseThereAre() {
        refused("3.4.1", "2.12.17", new Platform.Delta.Missing())
                .hasMessageEndingWith("is on the class path. There are builds for Spark 4.2, 4.1, 4.0, 3.5.");
    }

    @Test
    void anotherScalaIsTold() {
        refused("4.2.0", "2.12.18", new Platform.Delta.Missing())
                .hasMessage(
                        "Highwater cannot run here: this jar is built for Spark 4.2 (Scala 2.13), and Scala 2.12.18 is on"
                                + " the class path. Use a Spark 4.2 for Scala 2.13.");
    }

    @Test
    void whereDeltaIsMissingItSaysWhatToAdd() {
        refused("4.2.0", "2.13.18", new Platform.Delta.Missing())
                .hasMessage(
                        "Highwater cannot run here: Delta Lake is not on the class path. Add it: spark-submit --packages"
                                + " io.delta:delta-spark_2.13:4.4.0.");
    }

    @Test
    void anotherDeltaIsToldWithTheOneItNeeds() {
        refused("4.2.0", "2.13.18", new Platform.Delta.Known("4.2.0"))
                .hasMessage(
                        "Highwater cannot run here: this jar needs Delta Lake 4.4, and 4.2.0 is on the class path. Leave"
                                + " that one out and add the other: spark-submit --packages io.delta:delta-spark_2.13:4.4.0.");
    }

    @Test
    void deltaWithoutItsKernelIsTold() {
        Platform platform = new Platform(
                Optional.of("4.2.0"),
                Optional.of("2.13.18"),
                new Platform.Delta.Known("4.4.0"),
                Platform.Kernel.MISSING);

        assertThatThrownBy(() -> new Fit(BUILT, platform).check())
                .hasMessage("Highwater cannot run here: Delta Lake is on the class path without Delta Kernel. Add it:"
                        + " spark-submit --packages io.delta:delta-kernel-defaults:4.4.0.");
    }

    private static AbstractThrowableAssert<?, ?> refused(String spark, String scala, Platform.Delta delta) {
        return assertThatThrownBy(() -> fit(spark, scala, delta)).isInstanceOf(UserException.class);
    }

    private static void fit(String spark, String scala, Platform.Delta delta) {
        new Fit(BUILT, new Platform(Optional.of(spark), Optional.of(scala), delta, Platform.Kernel.THERE)).check();
    }
}
