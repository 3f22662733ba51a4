package io.highwater.common.spark;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a jar of Highwater can work with what is on the class path. */
public final class Fit {
    private final BuiltFor built;
    private final Platform platform;

    Fit(BuiltFor built, Platform platform) {
        this.built = built;
        this.platform = platform;
    }

    /**
     * Looks at the class path, once it can be known what was to be expected there.
     *
     * @throws UserException saying what is wrong and what to add or to use instead
     */
    public static void check(ClassLoader classes) {
        BuiltFor.of(classes).ifPresent(built -> new Fit(built, Platform.of(classes)).check());
    }

    void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new UserException(ExitCode.CONFIGURATION, "Highwater cannot run here: " + String.join(" ", problems));
        }
    }

    /** With another Spark or Scala nothing is worth knowing of Delta. */
    private List<String> problems() {
        List<String> wrong =
                Stream.of(spark(), scala()).flatMap(Optional::stream).limit(1).collect(Collectors.toList());
        return wrong.isEmpty() ? missing() : wrong;
    }

    private Optional<String> spark() {
        return platform.spark()
                .filter(version -> !minor(version).equals(minor(built.spark())))
                .map(version -> ours() + ", and Spark " + version + scalaFound() + " is on the class path. "
                        + instead(minor(version)));
    }

    private Optional<String> scala() {
        return platform.scala()
                .filter(version -> !minor(version).equals(built.scala()))
                .map(version -> ours() + ", and Scala " + version + " is on the class path. Use a Spark "
                        + minor(built.spark()) + " for Scala " + built.scala() + ".");
    }

    private List<String> missing() {
        List<String> problems = new ArrayList<>();
        if (platform.delta() instanceof Platform.Delta.Missing) {
            problems.add("Delta Lake is not on the class path. Add it: spark-submit --packages " + built.deltaArtifact()
                    + ".");
        } else if (platform.delta() instanceof Platform.Delta.Known known
                && !minor(known.version()).equals(minor(built.delta()))) {
            problems.add("this jar needs Delta Lake " + minor(built.delta()) + ", and " + known.version()
                    + " is on the class path. Leave that one out and add the other: spark-submit --packages "
                    + built.deltaArtifact() + ".");
        } else if (platform.kernel() == Platform.Kernel.MISSING) {
            problems.add("Delta Lake is on the class path without Delta Kernel. Add it: spark-submit --packages "
                    + built.kernelArtifact() + ".");
        }
        return problems;
    }

    private String ours() {
        return "this jar is built for Spark " + minor(built.spark()) + " (Scala " + built.scala() + ")";
    }

    private String scalaFound() {
        return platform.scala()
                .map(version -> " (Scala " + minor(version) + ")")
                .orElse("");
    }

    private static String instead(String spark) {
        return Build.of(spark)
                .map(build -> "Use " + build.jar() + ", of the release or made by ./mvnw "
                        + (build.profile().isEmpty() ? "" : "-P" + build.profile() + " ") + "-DskipTests package.")
                .orElseGet(() -> "There are builds for Spark "
                        + Arrays.stream(Build.values()).map(Build::spark).collect(Collectors.joining(", ")) + ".");
    }

    /** The first two parts of a version. */
    private static String minor(String version) {
        return Stream.of(version.split("[.]", -1)).limit(2).collect(Collectors.joining("."));
    }
}
