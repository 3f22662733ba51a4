package io.highwater.common.spark;

import java.net.URL;
import java.util.Optional;
import java.util.Properties;

/**
 * What a class path has. It is found out from files beside the classes: to load a class of Spark or Delta where Scala is
 * another one ends in an error of the JVM that tells nobody what to do.
 *
 * @param spark the version of Spark, if there is one that tells it
 * @param scala the version of Scala, likewise
 * @param delta the version of Delta, which may be unknown
 * @param kernel whether there is Delta Kernel
 */
public record Platform(Optional<String> spark, Optional<String> scala, Delta delta, Kernel kernel) {
    /** Delta on a class path. */
    public sealed interface Delta {
        /** There is none. */
        record Missing() implements Delta {}

        /** There is one that tells nothing of itself. */
        record Unknown() implements Delta {}

        /** There is one of this version. */
        record Known(String version) implements Delta {}
    }

    /** Delta Kernel on a class path. */
    public enum Kernel {
        MISSING,
        THERE
    }

    /** Looks at what a loader finds. */
    public static Platform of(ClassLoader classes) {
        return new Platform(
                Resources.properties(classes, "spark-version-info.properties").map(info -> info.getProperty("version")),
                Resources.properties(classes, "library.properties").flatMap(Platform::scala),
                delta(classes.getResource("io/delta/tables/DeltaTable.class")),
                classes.getResource("io/delta/kernel/TableManager.class") == null ? Kernel.MISSING : Kernel.THERE);
    }

    private static Optional<String> scala(Properties library) {
        return Optional.ofNullable(library.getProperty("version.number"));
    }

    private static Delta delta(URL classFile) {
        if (classFile == null) {
            return new Delta.Missing();
        }
        return Resources.version(classFile).<Delta>map(Delta.Known::new).orElseGet(Delta.Unknown::new);
    }
}
