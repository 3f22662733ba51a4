package io.highwater.common.error;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** What is to be done where Hadoop has no file system for a path. */
public final class FileSystems {
    /** What brings the file system of a scheme. */
    private static final Map<String, String> PACKAGES = Map.of(
            "s3a", "org.apache.hadoop:hadoop-aws:",
            "abfss", "org.apache.hadoop:hadoop-azure:",
            "abfs", "org.apache.hadoop:hadoop-azure:");

    private static final List<String> SIGNS = List.of("No FileSystem for scheme", "FileSystem not found");

    private FileSystems() {}

    /**
     * Advice about a path that cannot be used, if it is for want of a file system on the class path.
     *
     * @param setting the setting that has the path
     */
    public static String advice(String path, Throwable failure, String setting) {
        return missing(path, failure).orElse("Set " + setting + " to a directory on a file system Hadoop knows.");
    }

    private static Optional<String> missing(String path, Throwable failure) {
        boolean isMissing = ExceptionUtils.getThrowableList(failure).stream()
                .map(each -> String.valueOf(each.getMessage()))
                .anyMatch(message -> SIGNS.stream().anyMatch(message::contains));
        if (!isMissing) {
            return Optional.empty();
        }
        URI uri = new Path(path).toUri();
        String scheme = String.valueOf(uri.getScheme());
        return Optional.of(Optional.ofNullable(PACKAGES.get(scheme))
                .map(artifact ->
                        "What reads " + scheme + ":// is not on the class path. Add it: spark-submit --packages "
                                + artifact + VersionInfo.getVersion() + ".")
                .orElseGet(() -> "What reads " + scheme + ":// is not on the class path"
                        + (scheme.equals("s3")
                                ? ": outside of EMR write s3a://."
                                : ". Add it to the cluster's jars.")));
    }
}
