package io.highwater.common.spark;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Packages of {@code java.base} that Spark reaches into. A JVM keeps them closed unless its command line opens them, and then Spark
 * fails in the midst of a job, at the first date that it turns into Java's. A standalone cluster does not open them for the drivers
 * that it starts.
 */
public final class OpenPackages {
    private static final Pattern OPENS = Pattern.compile("--add-opens=java\\.base/([^= ]+)=ALL-UNNAMED");

    private OpenPackages() {}

    /**
     * Looks whether Spark can work in this JVM.
     *
     * @throws UserException naming the options that it lacks
     */
    public static void check() {
        Module base = Object.class.getModule();
        Module ours = OpenPackages.class.getModule();
        check(JavaModuleOptions.defaultModuleOptions(), name -> base.isOpen(name, ours));
    }

    static void check(String options, Predicate<String> isOpen) {
        List<String> closed = OPENS.matcher(options)
                .results()
                .filter(opens -> !isOpen.test(opens.group(1)))
                .map(MatchResult::group)
                .toList();
        if (!closed.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Spark cannot work in this JVM, which was started without options that Spark needs. Give them to"
                            + " spark-submit: --driver-java-options \"" + String.join(" ", closed) + "\"");
        }
    }
}
