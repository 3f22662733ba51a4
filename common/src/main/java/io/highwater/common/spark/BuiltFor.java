package io.highwater.common.spark;

import java.util.Optional;
import java.util.Properties;

/**
 * What a jar of Highwater was built for.
 *
 * @param spark the version of Spark
 * @param scala the version of Scala without its last part
 * @param delta the version of Delta
 * @param deltaArtifact what {@code spark-submit --packages} takes for it
 * @param kernelArtifact the same for Delta Kernel
 */
public record BuiltFor(String spark, String scala, String delta, String deltaArtifact, String kernelArtifact) {
    private static final String RESOURCE = "io/highwater/built-for.properties";

    /** What the build wrote down; empty for classes that no build has put together. */
    public static Optional<BuiltFor> of(ClassLoader classes) {
        return Resources.properties(classes, RESOURCE).map(BuiltFor::of);
    }

    private static BuiltFor of(Properties written) {
        return new BuiltFor(
                written.getProperty("spark"),
                written.getProperty("scala"),
                written.getProperty("delta"),
                written.getProperty("delta.artifact"),
                written.getProperty("kernel.artifact"));
    }
}
