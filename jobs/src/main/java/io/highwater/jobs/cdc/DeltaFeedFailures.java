package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.DeltaFeed;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/**
 * Tells, by Delta's names for it, why the changes of a table could not be read on.
 *
 * @param anew how it is begun again
 */
record DeltaFeedFailures(DeltaFeed feed, Anew anew) {
    private static final String COLUMNS =
            "its columns changed so that changes before and after cannot be read together: one"
                    + " was dropped, renamed or given another type. (If they changed while this run began, running again suffices)";
    private static final String LOG = "versions that were to be read next are not in its log any more";
    private static final String FILES = "VACUUM removed files of changes that were to be read next";
    private static final String ANOTHER = "it is not the table that was read, but one made anew";
    private static final Map<String, String> STREAM = Map.of(
            "DIFFERENT_DELTA_TABLE_READ_BY_STREAMING_SOURCE", ANOTHER,
            "DELTA_MISSING_CHANGE_DATA",
                    "its change data feed was switched off for a time, and what changed then is not told",
            "DELTA_SCHEMA_CHANGED", COLUMNS,
            "DELTA_STREAMING_INCOMPATIBLE_SCHEMA_CHANGE", COLUMNS,
            "DELTA_STREAMING_SCHEMA_MISMATCH_ON_RESTART", COLUMNS,
            "DELTA_CHANGE_DATA_FEED_INCOMPATIBLE", COLUMNS,
            "DELTA_LOG_FILE_NOT_FOUND_FOR_STREAMING_SOURCE", LOG,
            "DELTA_MISSING_FILES_UNEXPECTED_VERSION", LOG,
            "DELTA_STREAMING_CHECK_COLUMN_MAPPING_NO_SNAPSHOT", LOG,
            "DELTA_CHANGE_DATA_FILE_NOT_FOUND", FILES);
    /** These may be of the target too. */
    private static final Map<String, String> EITHER = Map.of(
            "DELTA_LOG_FILE_NOT_FOUND", LOG,
            "DELTA_TRUNCATED_TRANSACTION_LOG", LOG,
            "DELTA_VERSIONS_NOT_CONTIGUOUS", LOG,
            "FAILED_READ_FILE.FILE_NOT_EXIST", FILES);

    Optional<UserException> explained(List<Throwable> causes, Throwable failure) {
        return causes.stream()
                .flatMap(cause -> why(cause).stream())
                .findFirst()
                .map(why -> new UserException(
                        ExitCode.REFUSED,
                        "Cannot go on reading " + feed.describe() + ": " + why
                                + ". The target is as it was before the batch. "
                                + (why.equals(ANOTHER) ? anew.ofAnother() : anew.withoutRecords()),
                        failure));
    }

    private Optional<String> why(Throwable cause) {
        String name = cause instanceof SparkThrowable known ? String.valueOf(known.getErrorClass()) : "";
        return starting(name, STREAM)
                .or(() -> starting(name, EITHER).filter(why -> isOfSource(cause)))
                .or(() ->
                        Optional.of(FILES).filter(why -> cause instanceof FileNotFoundException && isOfSource(cause)));
    }

    private static Optional<String> starting(String name, Map<String, String> reasons) {
        return reasons.entrySet().stream()
                .filter(reason -> name.startsWith(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean isOfSource(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .contains(new Path(feed.path()).toUri().getPath() + Path.SEPARATOR);
    }
}
