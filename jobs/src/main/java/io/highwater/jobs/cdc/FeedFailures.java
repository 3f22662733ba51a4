package io.highwater.jobs.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.DeltaFeed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;

/**
 * Finds, under the layers Spark puts around it, why a feed could not be read to its end.
 *
 * @param anew how the feed is begun again
 */
record FeedFailures(Anew anew) {
    private static final String STREAMING = "org.apache.spark.sql.execution.streaming.";
    private static final List<String> LOGS =
            List.of("OffsetSeqLog", "CommitLog", "HDFSMetadataLog", "FileStreamSourceLog", "StreamMetadata");

    RuntimeException explained(Throwable failure) {
        List<Throwable> causes = ExceptionUtils.getThrowableList(failure);
        return first(causes, UserException.class)
                .or(() -> lost(causes, failure))
                .or(() -> damagedCheckpoint(causes, failure))
                .or(() -> ofTable(causes, failure))
                .or(() -> gone(causes, failure))
                .or(() -> damagedFile(causes, failure))
                .map(RuntimeException.class::cast)
                .or(() -> first(causes, RuntimeException.class)
                        .filter(cause -> !(cause instanceof IllegalStateException && cause.getCause() != null)))
                .orElseGet(() -> new IllegalStateException("Reading " + feed() + " failed", failure));
    }

    private Optional<UserException> lost(List<Throwable> causes, Throwable failure) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(FeedFailures::tellsOfLoss)
                .findFirst()
                .map(message -> new UserException(
                        ExitCode.REFUSED,
                        "Cannot go on reading " + feed() + ": records were deleted before they were read ("
                                + line(message) + "). The target is as it was before their batch. "
                                + anew.withoutRecords(),
                        failure));
    }

    /** Spark says of what it kept that it is unreadable in as many ways as it keeps things; where it says so is telling. */
    private Optional<UserException> damagedCheckpoint(List<Throwable> causes, Throwable failure) {
        Throwable root = causes.get(causes.size() - 1);
        boolean unreachable = root instanceof IOException && !(root instanceof JsonProcessingException);
        boolean ofLogs = Arrays.stream(root.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith(STREAMING))
                .anyMatch(name -> LOGS.stream().anyMatch(name::contains));
        return unreachable || !ofLogs
                ? Optional.empty()
                : Optional.of(new UserException(
                        ExitCode.REFUSED,
                        "Cannot go on reading " + feed() + ": the checkpoint " + anew.checkpoint() + " is damaged ("
                                + line(String.valueOf(root.getMessage()))
                                + "). Bring back a copy of the directory, or delete the directory; the next run says how"
                                + " to go on without it.",
                        failure));
    }

    private Optional<UserException> ofTable(List<Throwable> causes, Throwable failure) {
        return anew.feed() instanceof DeltaFeed table
                ? new DeltaFeedFailures(table, anew).explained(causes, failure)
                : Optional.empty();
    }

    private Optional<UserException> gone(List<Throwable> causes, Throwable failure) {
        return first(causes, FileNotFoundException.class)
                .map(gone -> new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot read " + feed() + ": a file vanished before it was read (" + line(gone.getMessage())
                                + "). Nothing of its batch was merged. Bring it back and run again.",
                        failure));
    }

    private Optional<UserException> damagedFile(List<Throwable> causes, Throwable failure) {
        Throwable root = causes.get(causes.size() - 1);
        return causes.stream()
                .filter(SparkThrowable.class::isInstance)
                .map(SparkThrowable.class::cast)
                .filter(cause -> String.valueOf(cause.getErrorClass()).startsWith("FAILED_READ_FILE"))
                .findFirst()
                .map(cause -> new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot read " + feed() + ": "
                                + cause.getMessageParameters().get("path")
                                + " cannot be read to its end (" + line(String.valueOf(root.getMessage()))
                                + "). Nothing of its batch was merged. Put the whole file there and run again.",
                        failure));
    }

    private String feed() {
        return anew.feed().describe();
    }

    private static boolean tellsOfLoss(String message) {
        return message.contains("data may have been lost") || message.contains("KAFKA_DATA_LOSS");
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String line(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
